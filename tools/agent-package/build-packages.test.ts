import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { machineOf } from '../package/machine-of.ts'
import { buildPackages } from './build-packages.ts'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'agent-zip-'))
const unpacked = join(folder, 'out/counterfoil-agent-0.1.0-win-x64')
const read = (name: string) => readFileSync(join(unpacked, name))
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

beforeAll(async () => {
  const build = { root, version: '0.1.0', platforms: ['win-x64'] } as const
  await buildPackages({ ...build, folder: join(folder, 'first') })
  // The same hands make all of them; the one that is not compressed is made twice soonest.
  const quick = { root, version: '0.1.0', platforms: ['linux-arm64'], kinds: ['deb'], level: 0 } as const
  for (const name of ['second', 'third']) await buildPackages({ ...quick, folder: join(folder, name) })
  const zip = join(folder, 'first/counterfoil-agent-0.1.0-win-x64.zip')
  const done = spawnSync('python3', ['-m', 'zipfile', '-e', zip, join(folder, 'out')], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(done.stderr)
}, 240_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the ZIP for Windows', () => {
  it('has the sum the list says; a package has the same bytes whenever it is made', () => {
    const sums = (name: string) => readFileSync(join(folder, name, 'SHA256SUMS'), 'utf8')
    const zip = 'counterfoil-agent-0.1.0-win-x64.zip'
    expect(sums('first')).toBe(`${sha256(readFileSync(join(folder, 'first', zip)))}  ${zip}\n`)
    expect(sums('third')).toBe(sums('second'))
  })

  it('holds Node and the serial add-on for 64-bit Windows, the bundle, and a list of what they must be', () => {
    expect(readdirSync(unpacked).sort()).toEqual(
      [
        'ServiceHost.cs',
        'agent.yaml',
        'counterfoil-agent.cmd',
        'doc',
        'install.ps1',
        'launcher',
        'package',
        'uninstall.ps1',
      ].sort(),
    )
    expect(machineOf(read('package/node.exe'))).toBe('pe-x64')
    expect(machineOf(read('package/serialport.node'))).toBe('pe-x64')
    const manifest = JSON.parse(String(read('package/manifest.json')))
    expect(manifest).toMatchObject({ version: '0.1.0', platform: 'win-x64' })
    expect(Object.keys(manifest.sha256).sort()).toEqual(['agent.mjs', 'node.exe', 'serialport.node', 'version'])
    for (const [name, sum] of Object.entries(manifest.sha256)) expect(sha256(read(`package/${name}`))).toBe(sum)
  })

  it('has scripts with Windows line ends that name only files it holds', () => {
    for (const name of ['install.ps1', 'uninstall.ps1', 'counterfoil-agent.cmd', 'ServiceHost.cs', 'agent.yaml'])
      expect(
        String(read(name))
          .split('\n')
          .slice(0, -1)
          .every((line) => line.endsWith('\r')),
        name,
      ).toBe(true)
    const install = String(read('install.ps1'))
    const named = [...install.matchAll(/\$PSScriptRoot '([^']+)'/g)].map(([, name = '']) => name.replaceAll('\\', '/'))
    expect(named.length).toBeGreaterThan(5)
    for (const name of named)
      expect(() => readdirSync(join(unpacked, name, name === 'package' || name === 'doc' ? '' : '..'))).not.toThrow()
    for (const name of named.filter((each) => each !== 'package' && each !== 'doc')) expect(read(name).length).toBeGreaterThan(0)
    for (const script of ['install.ps1', 'uninstall.ps1']) {
      const text = String(read(script)).replaceAll(/#.*|'[^']*'|"(?:[^"`]|`.)*"/g, '')
      for (const [open, close] of ['{}', '()', '[]'])
        expect(text.split(open ?? '').length, `${script} ${open}`).toBe(text.split(close ?? '').length)
    }
    // Its own account, started again whatever ends it, and a folder of its own.
    expect(install).toMatch(/NT SERVICE\\\$service/)
    expect(install).toMatch(/actions= restart\/5000\/restart\/5000\/restart\/30000/)
    expect(install).toMatch(/icacls\.exe \$state \/inheritance:r/)
  })
})
