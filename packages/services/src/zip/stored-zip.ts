import { crc32 } from 'node:zlib'
import { directory, storedHeader, type ZippedFile } from './zip-directory.ts'

/** A ZIP of a few small files as they are: a byte changed in it is a byte changed in one of them. */
export function storedZip(files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Buffer {
  const [parts, zipped]: [Buffer[], ZippedFile[]] = [[], []]
  let at = 0
  for (const { name, bytes: content } of files) {
    const bytes = content.length
    const file = { name, crc: crc32(content), bytes, packedBytes: bytes, headerAt: at, stored: true } as const
    const header = storedHeader(file)
    parts.push(header, Buffer.from(content))
    zipped.push(file)
    at += header.length + bytes
  }
  return Buffer.concat([...parts, directory(zipped, at)])
}
