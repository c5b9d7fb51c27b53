import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { LARGEST_FILE_BYTES } from '@counterfoil/services/funds/files'
import { PullError } from '../../pull-error.ts'

/**
 * What was packed with gzip. The bill itself is kept, not its wrapping: its hash is the bill's, and the same bill packed at
 * another time has other bytes.
 */
export async function* unpack(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip()
  // What goes wrong is told to whoever reads.
  pipeline(Readable.from(packed), gunzip, () => undefined)
  let bytes = 0
  try {
    for await (const piece of gunzip as AsyncIterable<Buffer>) {
      bytes += piece.length
      if (bytes > LARGEST_FILE_BYTES) throw new PullError('too_large')
      yield piece
    }
  } catch (error) {
    throw error instanceof PullError ? error : new PullError('answer_unclear', error)
  } finally {
    gunzip.destroy()
  }
}
