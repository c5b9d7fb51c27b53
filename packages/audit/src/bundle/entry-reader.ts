import { hash } from 'node:crypto'
import { AwayEntries } from './away-entries.ts'
import { type BundleSource, MalformedBundle } from './bundle-source.ts'
import { encodingOf, type ReadEntry, readEntry } from './entry-checks.ts'
import type { Finding } from './findings.ts'
import { entriesFiles } from './leaf-digests.ts'
import { lineBlocks } from './line-blocks.ts'

const MOST_LINE_BYTES = 1 << 20
const MOST_MALFORMED = 100
const LINE_FEED = 0x0a

export interface ReadLine {
  readonly index: number
  /** The leaf hash as a one-byte string. */
  readonly digest: string
  /** Undefined for a line that is no entry. */
  readonly entry: ReadEntry | undefined
  /** Its bytes are elsewhere: the hash is the one that was recorded. */
  readonly away: boolean
}

/** Reads the entries of a bundle in order, and says where a file or a line is not what it must be. */
export class EntryReader {
  readonly findings: Finding[] = []
  /** A whole file of entries is not there: roots cannot hold after it. */
  hasGap = false
  #index: number
  readonly #source: BundleSource
  readonly #away: AwayEntries

  constructor(source: BundleSource, from: number) {
    this.#source = source
    this.#away = new AwayEntries(source)
    this.#index = from
  }

  get index(): number {
    return this.#index
  }

  /** Blocks of lines. Reading line by line through an async generator would cost more than hashing. */
  async *blocks(): AsyncGenerator<ReadLine[]> {
    for (const { name, first } of entriesFiles(this.#source)) {
      if (first > this.#index) {
        this.hasGap = true
        this.findings.push({
          kind: 'missing',
          index: this.#index,
          until: first,
          text: `The entries ${this.#index} to ${first - 1} are missing: the next file is ${name}.`,
        })
      } else if (first < this.#index)
        this.findings.push({
          kind: 'malformed',
          index: first,
          text: `${name} begins at entry ${first}, and the file before it ends at ${this.#index - 1}.`,
        })
      this.#index = first
      for await (const block of lineBlocks(this.#source.read(name), name, MOST_LINE_BYTES)) yield this.#readBlock(block, name)
    }
  }

  #readBlock(block: Buffer, name: string): ReadLine[] {
    const encoding = encodingOf(block)
    const lines: ReadLine[] = []
    for (let start = 1; start < block.length; ) {
      const end = block.indexOf(LINE_FEED, start)
      const standIn = this.#away.standIn(this.#index, block, start, end)
      if (standIn !== undefined) {
        lines.push({ index: this.#index, digest: standIn, entry: undefined, away: true })
        this.#index += 1
        start = end + 1
        continue
      }
      const read = readEntry(
        block.toString(encoding ?? encodingOf(block.subarray(start, end)) ?? 'utf8', start, end),
        end - start,
      )
      const isText = encoding !== undefined || encodingOf(block.subarray(start, end)) !== undefined
      // RFC 6962: the byte before a leaf is 0x00; the line feed that stands there has done its work.
      block[start - 1] = 0
      const digest = hash('sha256', block.subarray(start - 1, end), 'binary')
      const wrong = typeof read === 'string' ? read : isText ? undefined : 'is not text in UTF-8'
      if (wrong !== undefined) this.#malformed(wrong, name)
      lines.push({ index: this.#index, digest, entry: typeof read === 'string' ? undefined : read, away: false })
      this.#index += 1
      start = end + 1
    }
    return lines
  }

  #malformed(what: string, name: string): void {
    if (this.findings.length > MOST_MALFORMED)
      throw new MalformedBundle(`${name} holds more than ${MOST_MALFORMED} lines that are no entries`)
    this.findings.push({ kind: 'malformed', index: this.#index, text: `Entry ${this.#index} ${what}.` })
  }
}
