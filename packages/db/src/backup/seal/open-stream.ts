import { createDecipheriv, createPublicKey, type KeyObject } from 'node:crypto'
import { BackupError } from '../backup-error.ts'
import { inChunks } from './seal-stream.ts'
import {
  agreeOnKey,
  CHUNK_BYTES,
  CIPHER,
  chunkNonce,
  KEY_BYTES,
  MAGIC,
  rawX25519,
  TAG_BYTES,
  x25519Public,
} from './sealed-layout.ts'

export interface OpenWith {
  readonly privateKey: KeyObject
  readonly name: string
}

/** What was sealed under this name. Throws, naming file and place, at the first chunk that is not what was written. */
export async function* openStream(source: AsyncIterable<Uint8Array>, { privateKey, name }: OpenWith): AsyncGenerator<Buffer> {
  const reader = source[Symbol.asyncIterator]()
  const { header, rest } = await readHeader(reader, name)
  const oneTime = header.subarray(MAGIC.length)
  const key = agreeOnKey(privateKey, x25519Public(oneTime), oneTime, rawX25519(createPublicKey(privateKey)))
  const aad = Buffer.from(name)
  let index = 0
  let held: Buffer | undefined
  const open = (sealed: Buffer, last: boolean) => {
    if (sealed.length < TAG_BYTES) throw broken(name, index, last)
    const decipher = createDecipheriv(CIPHER, key, chunkNonce(index, last), { authTagLength: TAG_BYTES }).setAAD(aad)
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
    try {
      const plain = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])
      index += 1
      return plain
    } catch {
      throw broken(name, index, last)
    }
  }
  for await (const sealed of inChunks(followedBy(rest, reader), CHUNK_BYTES + TAG_BYTES)) {
    if (held !== undefined) yield open(held, false)
    held = sealed
  }
  yield open(held ?? Buffer.alloc(0), true)
}

async function readHeader(reader: AsyncIterator<Uint8Array>, name: string): Promise<{ header: Buffer; rest: Buffer }> {
  const wanted = MAGIC.length + KEY_BYTES
  let read: Buffer = Buffer.alloc(0)
  while (read.length < wanted) {
    const next = await reader.next()
    if (next.done) throw new BackupError(`${name} is cut short: not even its head is there.`)
    read = Buffer.concat([read, next.value])
  }
  if (!read.subarray(0, MAGIC.length).equals(MAGIC)) throw new BackupError(`${name} is no sealed file of a backup.`)
  return { header: read.subarray(0, wanted), rest: read.subarray(wanted) }
}

async function* followedBy(first: Buffer, reader: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first
  for (let next = await reader.next(); !next.done; next = await reader.next()) yield next.value
}

function broken(name: string, index: number, last: boolean): BackupError {
  const cut = last ? ' or the file was cut short' : ''
  return new BackupError(
    `${name} is broken: chunk ${index + 1} (from byte ${index * CHUNK_BYTES} of its contents) was changed${cut}, or the key is not the one it was sealed for. Nothing after it is taken.`,
  )
}
