import { hash } from 'node:crypto'

/** A number of 256 bits as eight of 32, the least first. */
const WORDS = 8
const BASE = 2 ** 32
/** What is carried over waits: twice as many sums fit into the 53 bits of a number. */
const MOST_SUMS = 2 ** 20

/**
 * SHA-256 values of a set, added up modulo 2^256: the same set has the same sum in whatever order and by whatever steps it came
 * to be, so that a run only counts what it changes and a verifier can count everything.
 */
export class StandingHash {
  readonly #words = new Float64Array(WORDS)
  #sums = 0

  constructor(before: Uint8Array | null) {
    if (before !== null) this.#addUp(Buffer.from(before), 1)
  }

  add(text: string): void {
    this.#addUp(hash('sha256', text, 'buffer'), 1)
  }

  remove(text: string): void {
    this.#addUp(hash('sha256', text, 'buffer'), -1)
  }

  read(): Buffer {
    this.#carry()
    const sum = Buffer.alloc(WORDS * 4)
    for (let at = 0; at < WORDS; at += 1) sum.writeUInt32BE(this.#words[at] ?? 0, (WORDS - 1 - at) * 4)
    return sum
  }

  #addUp(value: Buffer, sign: 1 | -1): void {
    for (let at = 0; at < WORDS; at += 1)
      this.#words[at] = (this.#words[at] ?? 0) + sign * value.readUInt32BE((WORDS - 1 - at) * 4)
    this.#sums += 1
    if (this.#sums === MOST_SUMS) this.#carry()
  }

  #carry(): void {
    let carried = 0
    for (let at = 0; at < WORDS; at += 1) {
      const word = (this.#words[at] ?? 0) + carried
      carried = Math.floor(word / BASE)
      this.#words[at] = word - carried * BASE
    }
    this.#sums = 0
  }
}

export const linkText = (link: {
  from: string
  to: string
  amountMinor: number
  currency: string
  rule: string
  ruleVersion: number
}): string => JSON.stringify(['link', link.from, link.to, link.amountMinor, link.currency, link.rule, link.ruleVersion])
export const exceptionText = (key: string): string => JSON.stringify(['exception', key])
