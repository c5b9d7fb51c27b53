import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createOpener, createSealer, deriveHubKeys, parseHubSecrets } from '@counterfoil/services/vault'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CliIo } from '../verb.ts'
import { keys } from './keys.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-keys-'))
  file = join(folder, 'hub-key')
  writeFileSync(file, 'A'.repeat(43), { mode: 0o600 })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function run(env: Record<string, string>, ...args: string[]) {
  const out: string[] = []
  const io = { out: (line: string) => out.push(line), env, randomBytes } as unknown as CliIo
  return { code: await keys.run(args, io), out: out.join('\n') }
}
const rotate = (env: Record<string, string>, ...more: string[]) => run(env, 'rotate', ...more)

describe('counterfoil keys rotate', () => {
  it('begins the file with a new secret, whose keys open what the old ones sealed as well', async () => {
    const [old] = parseHubSecrets(readFileSync(file, 'utf8'))
    const sealed = createSealer(deriveHubKeys(old).vault.publicKey).seal('a', new Uint8Array([1, 2, 3]))
    const { code, out } = await rotate({ COUNTERFOIL_DATA: folder })
    expect(code).toBe(0)
    const held = parseHubSecrets(readFileSync(file, 'utf8'))
    expect(held).toHaveLength(2)
    expect(held[1]).toEqual(old)
    expect(out).toContain(deriveHubKeys(held[0]).vault.id)
    expect(out).not.toContain(readFileSync(file, 'utf8').split('\n')[0])
    const opener = createOpener(held.map((secret) => deriveHubKeys(secret).vault.privateKey))
    expect(opener.open('a', sealed)).toEqual(new Uint8Array([1, 2, 3]))
    expect(statSync(file).mode & 0o777).toBe(0o600)
    await rotate({ HUB_KEY_FILE: file }, '--json')
    expect(parseHubSecrets(readFileSync(file, 'utf8')).slice(1)).toEqual(held)
  })

  it('leaves a damaged file and a secret in the environment alone', async () => {
    await expect(rotate({ HUB_KEY: 'A'.repeat(43) })).rejects.toThrow('HUB_KEY is set')
    writeFileSync(file, 'half')
    await expect(rotate({ COUNTERFOIL_DATA: folder })).rejects.toThrow('Key 1 is not 32 bytes')
    expect(readFileSync(file, 'utf8')).toBe('half')
  })
})

describe('counterfoil keys replace', () => {
  it('makes a lost secret anew for its owner only, says what is lost with the other, and shows neither', async () => {
    for (const name of ['hub-key', 'auth-secret']) {
      rmSync(join(folder, name), { force: true })
      const { code, out } = await run({ COUNTERFOIL_DATA: folder }, 'replace', name)
      expect(code).toBe(0)
      const made = readFileSync(join(folder, name), 'utf8')
      expect(parseHubSecrets(made)).toHaveLength(1)
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
      expect(out).toMatch(/made anew.+\n.+(stays closed|signed out)/)
      expect(out).not.toContain(made.trim())
    }
  })

  it('never writes over one that is there, and leaves a secret in the environment alone', async () => {
    await expect(run({ COUNTERFOIL_DATA: folder }, 'replace', 'hub-key')).rejects.toThrow('is there: nothing is lost')
    expect(readFileSync(file, 'utf8')).toBe('A'.repeat(43))
    await expect(run({ AUTH_SECRET: 'x' }, 'replace', 'auth-secret')).rejects.toThrow('AUTH_SECRET is set')
    await expect(run({ COUNTERFOIL_DATA: folder }, 'replace', '../x')).rejects.toThrow('say "keys replace')
  })
})
