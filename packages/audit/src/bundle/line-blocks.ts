import { MalformedBundle } from './bundle-source.ts'

const LINE_FEED = 0x0a

/**
 * Cuts a stream into blocks of whole lines. The first byte of a block is spare, so that before every line there is a byte
 * that may be overwritten (a leaf's prefix) and nothing need be copied to be hashed. Every line ends in a line feed.
 */
export async function* lineBlocks(pieces: AsyncIterable<Uint8Array>, name: string, mostBytes: number): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0)
  for await (const piece of pieces) {
    const end = piece.lastIndexOf(LINE_FEED) + 1
    if (end === 0) {
      rest = Buffer.concat([rest, piece])
      if (rest.length > mostBytes) throw new MalformedBundle(`${name} holds a line of more than ${mostBytes} bytes`)
      continue
    }
    const block = Buffer.allocUnsafe(1 + rest.length + end)
    rest.copy(block, 1)
    block.set(piece.subarray(0, end), 1 + rest.length)
    rest = Buffer.from(piece.subarray(end))
    yield block
  }
  if (rest.length > 0) yield Buffer.concat([Buffer.alloc(1), rest, Buffer.of(LINE_FEED)])
}

/** The lines as text, for files that are not many. */
export async function* textLines(pieces: AsyncIterable<Uint8Array>, name: string, mostBytes: number): AsyncGenerator<string> {
  for await (const block of lineBlocks(pieces, name, mostBytes)) {
    const lines = block.toString('utf8', 1).split('\n')
    lines.pop()
    yield* lines
  }
}
