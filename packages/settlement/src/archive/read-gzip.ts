import { gunzipSync } from 'node:zlib'
import type { Limits } from '../limits.ts'
import { RejectError } from '../warning.ts'

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

export function readGzip(bytes: Uint8Array, limits: Limits): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: limits.unpackedBytes })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw new RejectError('the gzip file unfolds to more than any report holds')
    throw new RejectError('the gzip file is broken')
  }
}
