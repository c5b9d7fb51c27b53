import type { BundleSource } from './bundle-source.ts'

const HASH = /^[0-9a-f]{64}$/
const HASH_LENGTH = 64

/** Entries whose bytes a source does not have: the hash that was recorded stands in their line. To be asked in ascending order. */
export class AwayEntries {
  readonly #ranges: NonNullable<BundleSource['away']>
  #at = 0

  constructor({ away = [] }: BundleSource) {
    this.#ranges = away
  }

  /** The leaf hash that stands in the line, as a one-byte string; undefined where the entry itself does. */
  standIn(index: number, block: Buffer, start: number, end: number): string | undefined {
    let range = this.#ranges[this.#at]
    while (range !== undefined && range.to <= index) {
      this.#at += 1
      range = this.#ranges[this.#at]
    }
    if (range === undefined || index < range.from || end - start !== HASH_LENGTH) return undefined
    const text = block.toString('latin1', start, end)
    return HASH.test(text) ? Buffer.from(text, 'hex').toString('latin1') : undefined
  }
}
