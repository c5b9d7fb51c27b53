import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { redactText } from './redact-text.ts'

it('takes keys, tokens, passwords and card numbers out of a text, and leaves the rest', () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const der = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
  const pem = String(privateKey.export({ format: 'pem', type: 'pkcs8' }))
  const text = [
    `{"privateKey":"${der}","store":"0417"}`,
    `a key alone: ${der}`,
    pem,
    'Authorization: Bearer abc.def-123',
    'proxy: http://shop:hunter2@proxy.shop:3128',
    "password: '000123'",
    'tokenSha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'lane-1 said 4111111111111111',
  ].join('\n')
  const safe = redactText(text)
  for (const secret of [der, 'abc.def-123', 'hunter2', '000123', '9f86d081', '4111111111111111', pem.split('\n')[1] ?? ''])
    expect(safe).not.toContain(secret)
  for (const kept of ['"store":"0417"', 'proxy.shop:3128', 'lane-1 said', '1111']) expect(safe).toContain(kept)
})
