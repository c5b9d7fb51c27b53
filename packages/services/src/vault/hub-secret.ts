import { RAW_KEY_BYTES } from './raw-keys.ts'

/**
 * The hub's secrets as `HUB_KEY` or the file `hub-key` holds them: 32 bytes in base64url each, between white space. The first is
 * the current one; what was sealed for those after it can still be opened. Throws a sentence without any of the text.
 */
export function parseHubSecrets(text: string): readonly [Uint8Array, ...Uint8Array[]] {
  const [current, ...before] = text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(parseSecret)
  if (current === undefined) throw new Error('It is empty; it must hold 32 random bytes in base64url.')
  return [current, ...before]
}

/** How a secret is written down. */
export function formatHubSecret(secret: Uint8Array): string {
  return Buffer.from(secret).toString('base64url')
}

function parseSecret(word: string, index: number): Uint8Array {
  const bytes = new Uint8Array(Buffer.from(word, 'base64url'))
  // The last of the 43 letters holds bits that must be clear: another spelling of the same bytes is a typing error.
  if (bytes.length !== RAW_KEY_BYTES || formatHubSecret(bytes) !== word)
    throw new Error(`Key ${index + 1} is not 32 bytes in base64url (43 letters, digits, - and _).`)
  return bytes
}
