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

it.each([
  ['http://user:p@ssword@proxy.shop:3128/x', 'http://[removed]@proxy.shop:3128/x'],
  ['http://user:p/a?s#s@proxy.shop:3128', 'http://[removed]@proxy.shop:3128'],
  ['the way https://hub.example:4000/v1 answers', 'the way https://hub.example:4000/v1 answers'],
  ['password: my secret words', 'password: [removed]'],
  ["login failed, password='it''s hidden' for till-1", 'login failed, password=[removed] for till-1'],
  [
    '{"msg":"the password is: my words","password":"a \\"b\\" c","n":1}',
    '{"msg":"the password is: my words","password":"[removed]","n":1}',
  ],
  ['{"told":{"tokens":["one","two"]},"url":"ws://a:b@c@hub/x"}', '{"told":{"tokens":"[removed]"},"url":"ws://[removed]@hub/x"}'],
  ['secret: |\n  one\n  two\nstore: 0417', 'secret: [removed]\nstore: 0417'],
  ['password:\n  - one\nstore: 0417', 'password:\nstore: 0417'],
])('of %j leaves %j', (text, safe) => expect(redactText(text)).toBe(safe))
