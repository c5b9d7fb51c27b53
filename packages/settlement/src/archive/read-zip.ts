import { crc32, inflateRawSync } from 'node:zlib'
import type { Limits } from '../limits.ts'
import { RejectError } from '../warning.ts'

export interface ArchiveEntry {
  readonly name: string
  readonly bytes: Uint8Array
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22
const LONGEST_COMMENT = 65_535
const UTF8_NAMES = 0x800

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5) && (bytes[3] === 4 || bytes[3] === 6)
}

/**
 * The files of a ZIP, by its directory (APPNOTE 6.3.10, 4.3). Never more than the limit is unpacked, whatever sizes it
 * claims; names that lead out of a folder, encryption and wrong checksums refuse the whole.
 */
export function readZip(bytes: Uint8Array, limits: Limits): ArchiveEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  const count = view.getUint16(end + 10, true)
  if (count > limits.zipEntries) throw new RejectError(`the ZIP holds ${count} files, at most ${limits.zipEntries} are read`)
  let at = view.getUint32(end + 16, true)
  let room = limits.unpackedBytes
  const entries: ArchiveEntry[] = []
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) throw broken('its directory is damaged')
    const nameLength = view.getUint16(at + 28, true)
    const flags = view.getUint16(at + 8, true)
    const name = decodeName(bytes.subarray(at + 46, at + 46 + nameLength), flags)
    refuseUnsafeName(name)
    if (!name.endsWith('/')) {
      if ((flags & 1) !== 0) throw new RejectError('the ZIP is encrypted: unpack it with its password first')
      const unpacked = readEntry(bytes, view, at, room)
      room -= unpacked.length
      entries.push({ name, bytes: unpacked })
    }
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

function readEntry(bytes: Uint8Array, view: DataView, at: number, room: number): Uint8Array {
  const method = view.getUint16(at + 10, true)
  const packedSize = view.getUint32(at + 20, true)
  const local = view.getUint32(at + 42, true)
  if (local + 30 > bytes.length || view.getUint32(local, true) !== LOCAL) throw broken('a file in it is missing')
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
  if (start + packedSize > bytes.length) throw broken('it is cut off')
  const packed = bytes.subarray(start, start + packedSize)
  const unpacked = method === 0 ? packed : method === 8 ? inflate(packed, room) : undefined
  if (unpacked === undefined) throw new RejectError(`the ZIP is packed by method ${method}; only deflate is read`)
  if (unpacked.length > room) throw tooLarge()
  if (crc32(unpacked) !== view.getUint32(at + 16, true)) throw broken('a checksum in it is wrong')
  return unpacked
}

function inflate(packed: Uint8Array, room: number): Uint8Array {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, room) })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge()
    throw broken('a file in it cannot be unpacked')
  }
}

function findEnd(view: DataView): number {
  for (let at = view.byteLength - END_BYTES; at >= Math.max(0, view.byteLength - END_BYTES - LONGEST_COMMENT); at -= 1) {
    if (view.getUint32(at, true) === END) return at
  }
  throw broken('its directory is missing, it is cut off')
}

/** Chinese tools write names in GBK without saying so. */
function decodeName(bytes: Uint8Array, flags: number): string {
  if ((flags & UTF8_NAMES) !== 0) return new TextDecoder().decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

function refuseUnsafeName(name: string): void {
  const parts = name.split(/[/\\]/)
  if (/^[/\\]/.test(name) || /^[a-z]:/i.test(name) || parts.includes('..') || name.includes('\0'))
    throw new RejectError('the ZIP names a file outside of its own folder')
}

function broken(how: string): RejectError {
  return new RejectError(`the ZIP is broken: ${how}`)
}

function tooLarge(): RejectError {
  return new RejectError('the ZIP unfolds to more than any report holds')
}
