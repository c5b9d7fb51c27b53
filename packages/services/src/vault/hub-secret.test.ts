import { expect, it } from 'vitest'
import { formatHubSecret, parseHubSecrets } from './hub-secret.ts'

const first = formatHubSecret(new Uint8Array(32).fill(1))
const second = formatHubSecret(new Uint8Array(32).fill(2))

it('reads the current secret first, and those before it', () => {
  expect(parseHubSecrets(`${first}\n`)).toEqual([new Uint8Array(32).fill(1)])
  expect(parseHubSecrets(` ${second}\r\n${first}\n\n`).map((bytes) => bytes[0])).toEqual([2, 1])
})

it.each([
  ['', 'It is empty'],
  ['  \n', 'It is empty'],
  [first.slice(1), 'Key 1 is not 32 bytes'],
  [`${first}\n${second}A`, 'Key 2 is not 32 bytes'],
  // The same bytes to a lenient reader.
  [`${first.slice(0, -1)}F`, 'Key 1 is not 32 bytes'],
  [`${first}=`, 'Key 1 is not 32 bytes'],
  ['correct horse battery staple', 'Key 1 is not 32 bytes'],
])('refuses %j without repeating it', (text, message) => {
  expect(() => parseHubSecrets(text)).toThrow(message)
  if (text.trim() !== '') expect(() => parseHubSecrets(text)).not.toThrow(text.trim())
})
