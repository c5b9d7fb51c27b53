import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bodyOf, makeBundle, makeZip } from '@counterfoil/audit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildVerifier } from './build-verifier.ts'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'verifier-'))
const file = join(folder, 'counterfoil-verify.mjs')
const bodies = Array.from({ length: 30 }, (_, at) => bodyOf(at))

beforeAll(() => buildVerifier(root, file))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: '' },
  })
  return { status, stdout, stderr }
}

describe('the verifier in one file', () => {
  it('is one file, and runs with plain Node in a folder that holds nothing else', () => {
    expect(readdirSync(folder)).toEqual(['counterfoil-verify.mjs'])
    expect(run('--help')).toMatchObject({ status: 0, stderr: '' })
    const cases = run('cases', join(root, '../shared/vectors/merkle.json'), '--json')
    expect(cases).toMatchObject({ status: 0, stderr: '' })
    expect(JSON.parse(cases.stdout)).toMatchObject({ failed: 0 })
  })

  it('verifies a bundle with the exit codes of the guide', () => {
    writeFileSync(join(folder, 'sound.zip'), makeZip(makeBundle({ bodies })))
    expect(run('sound.zip', '--json')).toMatchObject({ status: 0 })
    const cut = makeBundle({ bodies: bodies.slice(0, 29), to: 30 })
    writeFileSync(join(folder, 'cut.zip'), makeZip(cut))
    expect(run('cut.zip').stdout).toContain('MISSING')
    expect(run('cut.zip').status).toBe(3)
    expect(run('nothing.zip').status).toBe(7)
    expect(run().status).toBe(7)
  })
})
