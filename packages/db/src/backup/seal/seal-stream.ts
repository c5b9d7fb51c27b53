import { createCipheriv, generateKeyPairSync } from 'node:crypto'
import { agreeOnKey, CHUNK_BYTES, CIPHER, chunkNonce, MAGIC, rawX25519, x25519Public } from './sealed-layout.ts'

export interface SealTo {
  /** 32 bytes, X25519. Whoever seals cannot open. */
  readonly publicKey: Uint8Array
  /** Where the file belongs, e.g. `base/x/cluster`: it opens under that name only. */
  readonly name: string
}

/** Seals a stream in chunks of 1 MiB; nothing of it is anywhere in clear. */
export async function* sealStream(source: AsyncIterable<Uint8Array>, { publicKey, name }: SealTo): AsyncGenerator<Buffer> {
  const oneTime = generateKeyPairSync('x25519')
  const oneTimeRaw = rawX25519(oneTime.publicKey)
  const key = agreeOnKey(oneTime.privateKey, x25519Public(publicKey), oneTimeRaw, publicKey)
  const aad = Buffer.from(name)
  yield Buffer.concat([MAGIC, oneTimeRaw])
  let index = 0
  let held: Buffer | undefined
  const seal = (chunk: Uint8Array, last: boolean) => {
    const cipher = createCipheriv(CIPHER, key, chunkNonce(index, last)).setAAD(aad)
    index += 1
    return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()])
  }
  // One chunk is held back: only the end tells which one is the last.
  for await (const chunk of inChunks(source, CHUNK_BYTES)) {
    if (held !== undefined) yield seal(held, false)
    held = chunk
  }
  yield seal(held ?? Buffer.alloc(0), true)
}

/** The same bytes in pieces of exactly `size`, but for the last. */
export async function* inChunks(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = []
  let length = 0
  for await (const part of source) {
    parts.push(part)
    length += part.length
    if (length < size) continue
    const all = Buffer.concat(parts)
    let at = 0
    for (; at + size <= all.length; at += size) yield all.subarray(at, at + size)
    parts = [all.subarray(at)]
    length = all.length - at
  }
  if (length > 0) yield Buffer.concat(parts)
}
