import type { Finding } from './findings.ts'

const DIGEST = 32
/** So far around the first difference is looked for what was dropped, put in or swapped. */
const WINDOW = 4_096

/** Compares the entries' leaf hashes with those that were recorded, and names the first difference. */
export class LeafComparison {
  readonly #recorded: AsyncIterator<string>
  readonly #against: string
  /** Where the entries end that were recorded; undefined where that is not told. */
  readonly endsAt: number | undefined
  #piece = ''
  #at = 0
  #ended = false
  #difference: { index: number; found: string[]; recorded: string[] } | undefined

  /** `skip`: recorded hashes that belong to entries before the first. `against`: what is compared with, in words. */
  constructor(recorded: AsyncIterable<string>, against: string, endsAt?: number) {
    this.#recorded = recorded[Symbol.asyncIterator]()
    this.#against = against
    this.endsAt = endsAt
  }

  /** When true, `await refill()` before the next hash. */
  get isEmpty(): boolean {
    return this.#at >= this.#piece.length && !this.#ended
  }

  async refill(): Promise<void> {
    const { done, value } = await this.#recorded.next()
    this.#piece = done === true ? '' : value
    this.#at = 0
    this.#ended = done === true
  }

  async skip(count: number): Promise<void> {
    for (let left = count; left > 0; ) {
      if (this.isEmpty) await this.refill()
      if (this.#ended) return
      const step = Math.min(left, (this.#piece.length - this.#at) / DIGEST)
      this.#at += step * DIGEST
      left -= step
    }
  }

  take(index: number, digest: string): void {
    const recorded = this.#piece.slice(this.#at, this.#at + DIGEST)
    this.#at += DIGEST
    if (this.#difference === undefined) {
      if (recorded === digest || recorded === '') return
      this.#difference = { index, found: [], recorded: [] }
    }
    const { found, recorded: wanted } = this.#difference
    if (found.length < WINDOW) found.push(digest)
    if (wanted.length < WINDOW && recorded !== '') wanted.push(recorded)
  }

  /** What the first difference is. With the entries at their end, recorded hashes may be left. */
  async finish(): Promise<Finding | undefined> {
    if (this.#difference === undefined) return undefined
    const { index, found, recorded } = this.#difference
    while (recorded.length < WINDOW && !this.#ended) {
      if (this.isEmpty) await this.refill()
      const next = this.#piece.slice(this.#at, this.#at + DIGEST)
      this.#at += DIGEST
      if (next !== '') recorded.push(next)
    }
    return describe(index, found, recorded, this.#against)
  }
}

function describe(index: number, found: readonly string[], recorded: readonly string[], against: string): Finding {
  const [entry = '', leaf = ''] = [found[0], recorded[0]]
  const later = recorded.indexOf(entry)
  const earlier = found.indexOf(leaf)
  if (later > 0 && earlier === later)
    return {
      kind: 'changed',
      index,
      until: index + later + 1,
      text: `The entries ${index} and ${index + later} were swapped: each stands in the other’s place, against ${against}.`,
    }
  if (later > 0 && (earlier < 0 || later <= earlier))
    return {
      kind: 'missing',
      index,
      until: index + later,
      text: `${later === 1 ? `Entry ${index} is` : `The entries ${index} to ${index + later - 1} are`} missing: what stands there was recorded as entry ${index + later} in ${against}.`,
    }
  if (earlier > 0)
    return {
      kind: 'changed',
      index,
      until: index + earlier,
      text: `${earlier === 1 ? `Entry ${index} was` : `The entries ${index} to ${index + earlier - 1} were`} put in: what ${against} has as entry ${index} stands at ${index + earlier}.`,
    }
  return { kind: 'changed', index, until: index + 1, text: `Entry ${index} was changed: its hash is not the one in ${against}.` }
}
