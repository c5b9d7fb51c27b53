import { PullError } from '../../pull-error.ts'

const BEGINS = Buffer.from('PK\u0003\u0004', 'latin1')
const ENDS = Buffer.from('PK\u0005\u0006', 'latin1')
/** The record at the end of a ZIP, with the longest comment there can be. */
const LONGEST_END = 22 + 65_535

/**
 * The same bytes; after the last one, whether they began and ended as a ZIP does. Alipay gives no hash, and answers 200 with a
 * page where an address is over.
 */
export async function* checkZip(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head = Buffer.alloc(0)
  let tail = Buffer.alloc(0)
  for await (const piece of bytes) {
    if (head.length < BEGINS.length) head = Buffer.concat([head, piece.subarray(0, BEGINS.length)])
    tail = Buffer.concat([tail, piece]).subarray(-LONGEST_END)
    if (head.length >= BEGINS.length && !head.subarray(0, BEGINS.length).equals(BEGINS)) break
    yield piece
  }
  if (!head.subarray(0, BEGINS.length).equals(BEGINS)) throw new PullError('answer_unclear')
  if (!tail.includes(ENDS)) throw new PullError('connection_lost')
}
