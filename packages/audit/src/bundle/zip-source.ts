import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { type BundleSource, MalformedBundle } from './bundle-source.ts'
import { readZipDirectory, type ZipEntry } from './zip-directory.ts'

const PIECE_BYTES = 1 << 20
const LOCAL = 0x04034b50
const LOCAL_BYTES = 30

/** A bundle as it was downloaded. Entries are read one after the other; none is held whole. */
export async function openZip(path: string): Promise<BundleSource> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const directory = await readZipDirectory((at, length) => readAt(file, at, length), size)
    const entries = new Map(directory.map((entry) => [entry.name, entry]))
    if (entries.size < directory.length) throw new MalformedBundle('the ZIP file holds one name twice')
    return {
      files: new Map(directory.map(({ name, bytes }) => [name, bytes])),
      read: (name) => {
        const entry = entries.get(name)
        if (entry === undefined) throw new MalformedBundle(`${name} is missing`)
        return readEntry(file, entry)
      },
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function* readEntry(file: FileHandle, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const { name, method, bytes } = entry
  if (method !== 0 && method !== 8) throw new MalformedBundle(`${name} is packed in a way that is not known here (${method})`)
  const packed = packedPieces(file, entry)
  const pieces = method === 0 ? packed : Readable.from(packed).compose(createInflateRaw({ chunkSize: PIECE_BYTES }))
  let length = 0
  try {
    for await (const piece of pieces as AsyncIterable<Buffer>) {
      length += piece.length
      // A packed file that grows beyond what it says is how small files fill memories.
      if (length > bytes) break
      yield piece
    }
  } catch (error) {
    if (error instanceof MalformedBundle) throw error
    throw new MalformedBundle(`${name} cannot be unpacked: the file was damaged`)
  }
  if (length !== bytes) throw new MalformedBundle(`${name} has another length than the ZIP file says`)
}

async function* packedPieces(file: FileHandle, { name, headerAt, packedBytes }: ZipEntry): AsyncGenerator<Buffer> {
  const header = await readAt(file, headerAt, LOCAL_BYTES)
  if (header.readUInt32LE(0) !== LOCAL) throw new MalformedBundle(`${name} cannot be found in the ZIP file`)
  const start = headerAt + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28)
  for (let at = 0; at < packedBytes; at += PIECE_BYTES)
    yield await readAt(file, start + at, Math.min(PIECE_BYTES, packedBytes - at))
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length)
  const { bytesRead } = await file.read(bytes, 0, length, at)
  if (bytesRead < length) throw new MalformedBundle('the ZIP file was cut')
  return bytes
}
