import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { CliIo } from '../verb.ts'
import { verify } from './verify.ts'

const vectors = join(import.meta.dirname, '../../../../../shared/vectors')
const folder = mkdtempSync(join(tmpdir(), 'verify-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...args: string[]) {
  const out: string[] = []
  const err: string[] = []
  const io: CliIo = {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    input: (async function* () {})(),
    env: {},
    stop: new AbortController().signal,
  }
  return { code: await verify.run(args, io), out, err: err.join('\n') }
}

function write(name: string, text: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('counterfoil verify cases', () => {
  it('prints one document with every published case, and all hold', async () => {
    for (const [name, least] of [
      ['merkle.json', 250],
      ['jcs.json', 8],
    ] as const) {
      const { code, out } = await run('cases', join(vectors, name), '--json')
      expect(code).toBe(0)
      expect(out).toHaveLength(1)
      const report = JSON.parse(out[0] ?? '') as { cases: Record<string, unknown>[]; passed: number; failed: number }
      expect(report).toMatchObject({ passed: report.cases.length, failed: 0 })
      expect(report.cases.length).toBeGreaterThanOrEqual(least)
      for (const each of report.cases)
        expect(Object.keys(each)).toEqual(expect.arrayContaining(['section', 'name', 'wanted', 'found', 'ok']))
    }
  })

  it('exits 1 when one differs, and says which', async () => {
    const file = JSON.parse(readFileSync(join(vectors, 'merkle.json'), 'utf8')) as { tiles: { paths: { path: string }[] } }
    for (const each of file.tiles.paths.slice(0, 1)) each.path = 'tile/9'
    const { code, out } = await run('cases', write('wrong.json', JSON.stringify(file)))
    expect(code).toBe(1)
    expect(out.filter((line) => line.startsWith('WRONG'))).toEqual([
      'WRONG tiles.paths: tile/9: wanted "tile/9", found "tile/0/000"',
    ])
  })

  it('says an unknown section, and tries the others', async () => {
    const { code, err } = await run(
      'cases',
      write('more.json', '{"sponge":[],"tiles":{"paths":[{"level":0,"index":"0","path":"tile/0/000"}]}}'),
    )
    expect(code).toBe(0)
    expect(err).toContain('unknown section, not tried: sponge')
  })

  it('exits 7 with plain words when there is nothing to try', async () => {
    for (const [text, words] of [
      ['{', /is no JSON/],
      ['[]', /no case that is known/],
      ['{"sponge":[]}', /no case that is known/],
      [Uint8Array.of(0xff), /not text in UTF-8/],
    ] as const) {
      const { code, err, out } = await run('cases', write('bad.json', text), '--json')
      expect(code).toBe(7)
      expect(err).toMatch(words)
      expect(JSON.parse(out[0] ?? '')).toMatchObject({ exitCode: 7 })
    }
    expect(await run('cases', join(folder, 'not-there.json'))).toMatchObject({ code: 7 })
    expect(await run('cases')).toMatchObject({ code: 7 })
    expect(await run('cases', '--nonsense', 'x')).toMatchObject({ code: 7 })
    expect(await run('nonsense')).toMatchObject({ code: 7 })
  })
})
