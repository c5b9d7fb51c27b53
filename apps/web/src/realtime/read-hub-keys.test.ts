import { deriveHubKeys, formatHubSecret } from '@counterfoil/services/vault'
import { expect, it } from 'vitest'
import { readHubKeys } from './read-hub-keys.ts'

const secret = (fill: number) => new Uint8Array(32).fill(fill)
const noFile = (path: string): string => {
  throw new Error(`ENOENT: no such file, open '${path}'`)
}

it('gives the current keys first, then those before', () => {
  const text = `${formatHubSecret(secret(2))}\n${formatHubSecret(secret(1))}`
  const ids = [deriveHubKeys(secret(2)).vault.id, deriveHubKeys(secret(1)).vault.id]
  expect(readHubKeys({ text }, noFile).map(({ vault }) => vault.id)).toEqual(ids)
  expect(readHubKeys({ file: 'hub-key' }, () => text).map(({ vault }) => vault.id)).toEqual(ids)
})

it('names the setting at fault, and shows nothing of what it holds', () => {
  expect(() => readHubKeys({ file: '/run/hub-key' }, noFile)).toThrow('HUB_KEY_FILE: /run/hub-key cannot be read (ENOENT')
  const read = () => readHubKeys({ text: 'hunter2' }, noFile)
  expect(read).toThrow('HUB_KEY cannot be used. Key 1 is not 32 bytes in base64url')
  expect(read).not.toThrow('hunter2')
})
