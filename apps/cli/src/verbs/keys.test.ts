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

async function rotate(env: Record<string, string>, ...more: string[]) {
  const out: string[] = []
  const io = { out: (line: string) => out.push(line), env } as unknown as CliIo
  return { code: await keys.run(['rotate', ...more], io), out: out.join('\n') }
}

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
