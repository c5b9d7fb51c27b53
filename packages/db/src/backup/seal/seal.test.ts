import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { keyLine, makeBackupKey, parseKeyLine, parseSecretLine, secretLine, unwrapKey, wrapKey } from './backup-key.ts'
import { openStream } from './open-stream.ts'
import { sealStream } from './seal-stream.ts'
import { CHUNK_BYTES, KEY_BYTES, MAGIC, TAG_BYTES } from './sealed-layout.ts'

const { publicKey, privateKey } = makeBackupKey()
const HEAD = MAGIC.length + KEY_BYTES
const SEALED_CHUNK = CHUNK_BYTES + TAG_BYTES

async function* parts(...all: Uint8Array[]) {
  yield* all
}
const seal = (...plain: Uint8Array[]) => buffer(sealStream(parts(...plain), { publicKey, name: 'a' }))
const open = (sealed: Uint8Array, name = 'a', key = privateKey) => buffer(openStream(parts(sealed), { privateKey: key, name }))

describe('a sealed stream', () => {
  test.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES + 7])('opens to its %i bytes', async (size) => {
    const plain = Buffer.alloc(size, 'fourteen bytes')
    const sealed = await seal(plain.subarray(0, size >> 1), plain.subarray(size >> 1))
    expect(sealed.includes('fourteen bytes')).toBe(false)
    expect((await open(sealed)).equals(plain)).toBe(true)
  })

  test('is refused, with its name, when a byte was changed, chunks were swapped, dropped or cut off, or it is another file', async () => {
    const plain = Buffer.concat([1, 2, 3].map((byte) => Buffer.alloc(CHUNK_BYTES, byte)))
    const sealed = await seal(plain)
    const chunk = (nth: number) => sealed.subarray(HEAD + nth * SEALED_CHUNK, HEAD + (nth + 1) * SEALED_CHUNK)
    const head = sealed.subarray(0, HEAD)
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(HEAD + SEALED_CHUNK + 5) ^ 1, HEAD + SEALED_CHUNK + 5)
    await expect(open(changed)).rejects.toThrow('a is broken: chunk 2')
    await expect(open(Buffer.concat([head, chunk(1), chunk(0), chunk(2)]))).rejects.toThrow('chunk 1')
    await expect(open(Buffer.concat([head, chunk(0), chunk(2)]))).rejects.toThrow('chunk 2')
    await expect(open(Buffer.concat([head, chunk(0), chunk(1)]))).rejects.toThrow('chunk 2')
    await expect(open(sealed.subarray(0, -1))).rejects.toThrow('cut short')
    await expect(open(sealed.subarray(0, 12))).rejects.toThrow('not even its head')
    await expect(open(sealed, 'b')).rejects.toThrow('b is broken')
    await expect(open(sealed, 'a', makeBackupKey().privateKey)).rejects.toThrow('the key is not the one')
  })
})

describe('the key of a backup', () => {
  // The cost is not what is tested here.
  const cheap = { n: 1024, r: 8, p: 1 }

  test('opens with its passphrase only', async () => {
    const wrapped = wrapKey(privateKey, 'correct horse battery', cheap)
    const sealed = await seal(Buffer.from('x'))
    const key = unwrapKey(JSON.parse(JSON.stringify(wrapped)), 'correct horse battery', publicKey)
    expect((await open(sealed, 'a', key)).toString()).toBe('x')
    expect(() => unwrapKey(wrapped, 'correct horse batterz', publicKey)).toThrow('The passphrase is not the one')
    expect(() => wrapKey(privateKey, 'short', cheap)).toThrow('twelve characters')
  })

  test('or lies in a line of its own, which says whose it is', async () => {
    expect(parseKeyLine(`${keyLine(publicKey)}\n`).equals(publicKey)).toBe(true)
    expect(() => parseKeyLine(secretLine({ publicKey, privateKey }))).toThrow('no public key')
    const key = parseSecretLine(secretLine({ publicKey, privateKey }), publicKey)
    expect((await open(await seal(Buffer.from('x')), 'a', key)).toString()).toBe('x')
    expect(() => parseSecretLine(secretLine(makeBackupKey()), publicKey)).toThrow('another backup folder')
  })
})
