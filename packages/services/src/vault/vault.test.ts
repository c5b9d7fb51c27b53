import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOpener } from './create-opener.ts'
import { createSealer } from './create-sealer.ts'
import { deriveHubKeys } from './derive-hub-keys.ts'
import { keyIdOf, privateKeyFrom, rawPublicKey } from './raw-keys.ts'
import { HEADER_BYTES } from './sealed-format.ts'

const secretOf = (text: string) => createHash('sha256').update(text).digest()
const hub = deriveHubKeys(secretOf('hub'))
const other = deriveHubKeys(secretOf('other'))
const sealer = createSealer(hub.vault.publicKey)
const opener = createOpener([hub.vault.privateKey])
const plain = new TextEncoder().encode('4761739001010010 of nobody')

/** Why it does not open. */
function refusal(purpose: string, sealed: Uint8Array, by = opener): unknown {
  try {
    by.open(purpose, sealed)
    return 'opened'
  } catch (error) {
    return error instanceof Error && 'reason' in error ? error.reason : error
  }
}

describe('the vault', () => {
  it('gives back what was put in, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (content) => {
        expect(opener.open('raw-file/1', sealer.seal('raw-file/1', content))).toEqual(new Uint8Array(content))
      }),
      { numRuns: 50 },
    )
  })

  it('shows nothing of the content, and never the same bytes twice', () => {
    const [first, second] = [sealer.seal('card_alarm/1', plain), sealer.seal('card_alarm/1', plain)]
    expect(Buffer.from(first).includes('4761739001010010')).toBe(false)
    expect(first.length).toBe(HEADER_BYTES + plain.length + 16)
    expect(Buffer.from(first.subarray(12)).equals(second.subarray(12))).toBe(false)
  })

  it('names the key in the header', () => {
    expect(Buffer.from(sealer.seal('a', plain).subarray(0, 12)).toString('hex')).toBe(`43465301${hub.vault.id}`)
    expect(sealer.keyId).toBe(hub.vault.id)
  })

  it('opens for its own purpose only', () => {
    const sealed = sealer.seal('card_alarm/1', plain)
    for (const purpose of ['card_alarm/2', 'card_alarm', 'sftp-password']) expect(refusal(purpose, sealed)).toBe('not_genuine')
  })

  it('opens no more when any one bit was changed, or the end is gone', () => {
    const sealed = sealer.seal('a', plain)
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.nat(7), (at, bit) => {
        const changed = new Uint8Array(sealed)
        changed[at] = (changed[at] ?? 0) ^ (1 << bit)
        expect(refusal('a', changed)).toBe(
          at < 3 ? 'not_sealed' : at === 3 ? 'unknown_version' : at < 12 ? 'unknown_key' : 'not_genuine',
        )
      }),
    )
    expect(refusal('a', sealed.subarray(0, -1))).toBe('not_genuine')
    for (const length of [0, 2, 3, 4, 12, 59]) expect(refusal('a', sealed.subarray(0, length))).toBe('not_sealed')
  })

  it('opens what was sealed for a key before, while that is kept', () => {
    const sealed = createSealer(other.vault.publicKey).seal('a', plain)
    expect(refusal('a', sealed)).toBe('unknown_key')
    expect(createOpener([hub.vault.privateKey, other.vault.privateKey]).open('a', sealed)).toEqual(plain)
  })

  it('does not open for a one-time key that makes the shared secret known', () => {
    const sealed = sealer.seal('a', plain)
    // The point of order 1: X25519 with it is zero, whatever the other half.
    expect(refusal('a', Buffer.concat([sealed.subarray(0, 12), new Uint8Array(32), sealed.subarray(44)]))).toBe('not_genuine')
  })

  it('takes no purpose that could be another one', () => {
    for (const purpose of ['', 'Card', 'a b', 'ä', '/x', 'a\n', 'x'.repeat(201)]) {
      expect(() => sealer.seal(purpose, plain)).toThrow('is no purpose')
      expect(() => opener.open(purpose, sealer.seal('a', plain))).toThrow('is no purpose')
    }
  })

  it('takes 32 bytes for a key, and nothing else', () => {
    expect(() => createSealer(new Uint8Array(31))).toThrow('has 32 bytes; this one has 31')
    expect(() => deriveHubKeys(new Uint8Array(33))).toThrow('not 33')
  })
})

describe('a raw key', () => {
  // RFC 7748, 5.2 (one iteration) and RFC 8032, 7.1 (test 1).
  it.each([
    ['x25519', `09${'00'.repeat(31)}`, '422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079'],
    [
      'ed25519',
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    ],
  ] as const)('of %s has the public half the standard says', (curve, secret, expected) => {
    const key = privateKeyFrom(curve, Buffer.from(secret, 'hex'))
    expect(Buffer.from(rawPublicKey(key)).toString('hex')).toBe(expected)
  })
})

describe('the keys of the hub', () => {
  it('come from its secret alone, the same each time', () => {
    // A change of any of these locks every vault there is, and makes agents refuse every command.
    const ids = Object.entries(deriveHubKeys(secretOf('hub'))).map(([kind, { id }]) => `${kind} ${id}`)
    expect(ids).toMatchInlineSnapshot(`
      [
        "vault 74cd63e807e24bd6",
        "commands 5e4e878f2224ff6d",
        "checkpoints 67ea5b11cf487183",
      ]
    `)
  })

  it('have nothing in common with each other, nor with those of another secret', () => {
    const all = [hub, other].flatMap(({ vault, commands, checkpoints }) => [vault, commands, checkpoints])
    expect(new Set(all.map(({ id }) => id)).size).toBe(6)
    for (const { id, publicKey } of all) expect(Buffer.from(keyIdOf(publicKey)).toString('hex')).toBe(id)
  })
})
