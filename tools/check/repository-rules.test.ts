import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findDeadPaths } from './doc-paths.ts'
import { findLongFiles } from './file-length.ts'
import { findUnregistered } from './registry-folders.ts'

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(file))

describe('the repository keeps its own rules', () => {
  it('has no source file above the length limit', () => {
    expect(findLongFiles(tracked)).toEqual([])
  })

  it('cites only paths that exist', () => {
    expect(findDeadPaths(tracked.filter((file) => file.endsWith('.md')))).toEqual([])
  })

  it('lists every terminal protocol in the registry, with its page', () => {
    expect(findUnregistered('packages/terminals/src', 'packages/terminals/src/registry.ts', 'definition.ts')).toEqual([])
    expect(existsSync('docs/terminals/zvt.md')).toBe(true)
  })

  it('lists every settlement format in the registry, with its page', () => {
    const formats = 'packages/settlement/src/formats'
    expect(findUnregistered(formats, `${formats}/registry.ts`, 'definition.ts')).toEqual([])
    const folders = tracked.flatMap(
      (file) => /^packages\/settlement\/src\/formats\/([^/]+)\/definition\.ts$/.exec(file)?.[1] ?? [],
    )
    expect(folders.length).toBeGreaterThan(0)
    expect(folders.filter((folder) => !existsSync(`docs/settlement/${folder}.md`))).toEqual([])
  })

  it('keeps registry hosts and machine paths out of the lock file', () => {
    const lock = readFileSync('package-lock.json', 'utf8')
    expect(lock).not.toMatch(/"resolved": "https?:/)
    expect(lock).not.toMatch(/"(\/|file:\/)[a-z]+\//)
  })

  it('has every command of the contract', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
    expect(Object.keys(scripts)).toEqual(
      expect.arrayContaining(['start', 'test', 'check', 'dev', 'bench', 'counterfoil', 'agent', 'test:long']),
    )
  })
})
