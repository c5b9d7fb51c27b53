import { MalformedBundle } from './bundle-source.ts'

/** APPNOTE 4.3: signatures and sizes of what is read here. */
const END = 0x06054b50
const END64_LOCATOR = 0x07064b50
const END64 = 0x06064b50
const CENTRAL = 0x02014b50
const END_BYTES = 22
const MOST_COMMENT_BYTES = 0xffff
const MOST_DIRECTORY_BYTES = 64 << 20

export interface ZipEntry {
  readonly name: string
  /** 0 stored, 8 deflated. */
  readonly method: number
  readonly packedBytes: number
  readonly bytes: number
  readonly headerAt: number
}

export type ReadAt = (at: number, length: number) => Promise<Buffer>

/** Reads the central directory, ZIP64 too. */
export async function readZipDirectory(readAt: ReadAt, fileBytes: number): Promise<ZipEntry[]> {
  const tailBytes = Math.min(fileBytes, END_BYTES + MOST_COMMENT_BYTES)
  const tail = await readAt(fileBytes - tailBytes, tailBytes)
  let at = tail.length - END_BYTES
  while (at >= 0 && tail.readUInt32LE(at) !== END) at -= 1
  if (at < 0) throw new MalformedBundle('this is no ZIP file')
  let [count, length, start] = [tail.readUInt16LE(at + 10), tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)]
  if (at >= 20 && tail.readUInt32LE(at - 20) === END64_LOCATOR) {
    const end64 = await readAt(number64(tail, at - 12), 56)
    if (end64.readUInt32LE(0) !== END64) throw new MalformedBundle('the ZIP file’s directory cannot be found')
    ;[count, length, start] = [number64(end64, 32), number64(end64, 40), number64(end64, 48)]
  }
  if (length > MOST_DIRECTORY_BYTES || start + length > fileBytes)
    throw new MalformedBundle('the ZIP file’s directory lies outside of it: the file was cut')
  return parseDirectory(await readAt(start, length), count)
}

function parseDirectory(directory: Buffer, count: number): ZipEntry[] {
  const entries: ZipEntry[] = []
  for (let at = 0; entries.length < count; ) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== CENTRAL)
      throw new MalformedBundle('the ZIP file’s directory cannot be read')
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => directory.readUInt16LE(at + offset))
    const nameEnd = at + 46 + (nameBytes ?? 0)
    const extra = directory.subarray(nameEnd, nameEnd + (extraBytes ?? 0))
    const short = [24, 20, 42].map((offset) => directory.readUInt32LE(at + offset))
    const [bytes = 0, packedBytes = 0, headerAt = 0] = long(short, extra)
    const name = directory.toString('utf8', at + 46, nameEnd)
    if (!name.endsWith('/')) entries.push({ name, method: directory.readUInt16LE(at + 10), packedBytes, bytes, headerAt })
    else count -= 1
    at = nameEnd + (extraBytes ?? 0) + (commentBytes ?? 0)
  }
  return entries
}

/** APPNOTE 4.5.3: of the sizes and the offset, those that did not fit stand in the extra field, in this order. */
function long(short: readonly number[], extra: Buffer): number[] {
  let at = 0
  while (at + 4 <= extra.length && extra.readUInt16LE(at) !== 0x0001) at += 4 + extra.readUInt16LE(at + 2)
  at += 4
  return short.map((value) => {
    if (value !== 0xffffffff) return value
    if (at + 8 > extra.length) throw new MalformedBundle('the ZIP file’s directory cannot be read')
    at += 8
    return number64(extra, at - 8)
  })
}

function number64(bytes: Buffer, at: number): number {
  const value = Number(bytes.readBigUInt64LE(at))
  if (!Number.isSafeInteger(value)) throw new MalformedBundle('the ZIP file says a size that cannot be')
  return value
}
