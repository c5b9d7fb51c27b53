import { createHash } from 'node:crypto'
import { PullError } from '../../pull-error.ts'

/** The same bytes; after the last one, whether they are those that were told of. */
export async function* checkHash(bytes: AsyncIterable<Uint8Array>, sha1: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha1')
  for await (const piece of bytes) {
    hash.update(piece)
    yield piece
  }
  if (hash.digest('hex') !== sha1.toLowerCase()) throw new PullError('hash_wrong')
}
