import { UpdateProblem } from '@counterfoil/updates'

export interface TarFile {
  readonly name: string
  readonly mode: number
  readonly size: number
  /** Must be read to its end before the next file. */
  readonly bytes: AsyncIterable<Uint8Array>
}

const BLOCK = 512
/** A folder of a version has no folders below it, and no name leads out of it. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,80}$/

/** The plain files of a ustar archive, as its bytes come: never more than a piece of it is held. Throws `UpdateProblem`. */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarFile> {
  const pieces = source[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)

  async function more(): Promise<boolean> {
    const { done, value } = await pieces.next()
    if (done === true) return false
    held = held.length === 0 ? Buffer.from(value) : Buffer.concat([held, value])
    return true
  }

  async function take(bytes: number): Promise<Buffer | undefined> {
    while (held.length < bytes) if (!(await more())) return undefined
    const taken = held.subarray(0, bytes)
    held = held.subarray(bytes)
    return taken
  }

  async function* content(size: number): AsyncGenerator<Uint8Array> {
    for (let left = size; left > 0; ) {
      if (held.length === 0 && !(await more())) throw torn()
      const piece = held.subarray(0, left)
      held = held.subarray(piece.length)
      left -= piece.length
      yield piece
    }
    const padding = (BLOCK - (size % BLOCK)) % BLOCK
    if ((await take(padding)) === undefined) throw torn()
  }

  for (;;) {
    const header = await take(BLOCK)
    if (header === undefined) throw torn()
    if (header[0] === 0) return
    const name = textAt(header, 0, 100)
    const [mode, size] = [Number.parseInt(textAt(header, 100, 8), 8), Number.parseInt(textAt(header, 124, 12), 8)]
    const isPlain = header[156] === 0x30 && textAt(header, 345, 155) === ''
    if (!isPlain || !NAME.test(name) || !Number.isSafeInteger(size) || size < 0)
      throw new UpdateProblem('wrong_content', `The archive holds what no version holds: ${JSON.stringify(name)}.`)
    yield { name, mode, size, bytes: content(size) }
  }
}

function textAt(block: Buffer, from: number, length: number): string {
  const end = block.indexOf(0, from)
  return block.toString('latin1', from, end < 0 ? from + length : Math.min(end, from + length))
}

function torn(): UpdateProblem {
  return new UpdateProblem('wrong_content', 'The archive ends in the middle.')
}
