import { Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'
import { descriptor, directory, localHeader, type ZippedFile } from './zip-directory.ts'

export interface FileToZip {
  readonly name: string
  readonly content: AsyncIterable<Uint8Array>
}

/** The bytes of a ZIP, piece by piece: neither it nor a file in it is ever held whole. */
export async function* writeZip(files: AsyncIterable<FileToZip>): AsyncGenerator<Buffer> {
  const zipped: ZippedFile[] = []
  let at = 0
  for await (const { name, content } of files) {
    const headerAt = at
    const header = localHeader(name)
    at += header.length
    yield header
    let [crc, bytes, packedBytes] = [0, 0, 0]
    const counted = async function* () {
      for await (const piece of content) {
        crc = crc32(piece, crc)
        bytes += piece.length
        yield piece
      }
    }
    const packed = Readable.from(counted(), { objectMode: false }).compose(createDeflateRaw()) as AsyncIterable<Buffer>
    for await (const piece of packed) {
      packedBytes += piece.length
      yield piece
    }
    const file = { name, crc, bytes, packedBytes, headerAt }
    zipped.push(file)
    const told = descriptor(file)
    at += packedBytes + told.length
    yield told
  }
  yield directory(zipped, at)
}
