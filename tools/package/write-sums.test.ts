import { spawnSync } from 'node:child_process'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readSigningKey, writeSums } from './write-sums.ts'

const folder = mkdtempSync(join(tmpdir(), 'signed-sums-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string) => join(folder, name)
/** As the guide to installing says it. */
const COMMAND =
  'openssl pkeyutl -verify -pubin -inkey maker.pub -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig && sha256sum -c SHA256SUMS'
const verify = () => spawnSync('sh', ['-c', COMMAND], { cwd: folder, encoding: 'utf8' }).status

it('the list is signed so that openssl and sha256sum believe it, and nothing else', () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(at('maker.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(at('maker.pub'), createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }))
  writeFileSync(at('a.deb'), 'hello\n')
  const made = [{ name: 'a.deb', sha256: '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03' }]
  expect(writeSums(folder, made, readSigningKey(at('maker.pem')))).toEqual(['SHA256SUMS', 'SHA256SUMS.sig'])
  expect(verify()).toBe(0)
  appendFileSync(at('a.deb'), 'more')
  expect(verify()).not.toBe(0)
  writeFileSync(at('a.deb'), 'hello\n')
  expect(verify()).toBe(0)
  appendFileSync(at('SHA256SUMS'), '\n')
  expect(verify()).not.toBe(0)
})

it('a key of another kind is refused with the command that makes the right one; without a key there is no signature', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  writeFileSync(at('other.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  expect(() => readSigningKey(at('other.pem'))).toThrow('openssl genpkey -algorithm ed25519')
  expect(writeSums(folder, [])).toEqual(['SHA256SUMS'])
})
