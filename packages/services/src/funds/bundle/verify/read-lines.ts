import { type BundleSource, MalformedBundle } from '@counterfoil/audit'
import { readShape, type Shape, type Shaped } from './shapes.ts'

/** A record is a row of a file at most, and texts in files are limited. */
const MOST_LINE_BYTES = 4 << 20
const LINE_FEED = 0x0a

/** The lines of a section one by one, in bounded memory; each ends in a line feed. */
export async function* readLines(source: BundleSource, name: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (bytes: Uint8Array): string => {
    try {
      return decoder.decode(bytes)
    } catch {
      throw new MalformedBundle(`${name} is not text in UTF-8`)
    }
  }
  let rest = Buffer.alloc(0)
  for await (const piece of source.read(name)) {
    let from = 0
    for (let end = piece.indexOf(LINE_FEED); end >= 0; end = piece.indexOf(LINE_FEED, from)) {
      yield decode(rest.length === 0 ? piece.subarray(from, end) : Buffer.concat([rest, piece.subarray(from, end)]))
      rest = Buffer.alloc(0)
      from = end + 1
    }
    if (from < piece.length) rest = Buffer.concat([rest, piece.subarray(from)])
    if (rest.length > MOST_LINE_BYTES) throw new MalformedBundle(`${name} holds a line of more than ${MOST_LINE_BYTES} bytes`)
  }
  if (rest.length > 0) throw new MalformedBundle(`${name} was cut: its last line does not end`)
}

/** The records of a section that have their shape; `bad` hears of the others by their number from 1. */
export async function* readRecords<S extends Shape>(
  source: BundleSource,
  name: string,
  shape: S,
  bad: (record: number) => void,
): AsyncGenerator<Shaped<S>> {
  if (!source.files.has(name)) return
  let record = 0
  try {
    for await (const line of readLines(source, name)) {
      record += 1
      const read = readShape(shape, parse(line))
      if (read === undefined) bad(record)
      else yield read
    }
  } catch (error) {
    if (!(error instanceof MalformedBundle)) throw error
    bad(record + 1)
  }
}

export function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
