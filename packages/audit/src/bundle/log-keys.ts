import type { VerifyEd25519 } from '../crypto/primitives.ts'
import { formatVerifierKey, isSuccessionOf, parseVerifierKey, type VerifierKey } from '../notes/index.ts'
import type { Finding } from './findings.ts'

/** A key of the log, and from which size on it signs. */
export interface LogKeyFrom {
  readonly key: VerifierKey
  readonly from: number
}

/**
 * Which key signs the log at which size. It begins with one key; a later one counts from the entry on that carries the word of the
 * key before it. What the bundle says of itself gives no key any weight.
 */
export class LogKeys {
  readonly findings: Finding[] = []
  readonly #verifyEd25519: VerifyEd25519
  readonly #known: LogKeyFrom[]
  readonly #believed: LogKeyFrom[] = []
  #refused: number | undefined

  constructor(first: LogKeyFrom, verifyEd25519: VerifyEd25519) {
    this.#known = [first]
    this.#verifyEd25519 = verifyEd25519
  }

  /** What signs a checkpoint of so many entries, as far as they have been read. */
  at(size: number): VerifierKey {
    const found = this.#known.findLast(({ from }) => from <= size) ?? this.#known[0]
    if (found === undefined) throw new Error('the log has no first key')
    return found.key
  }

  /** An entry `key.registered`: of the log's key it tells the one before, the new one, and the word of the first for the second. */
  take(index: number, after: unknown): void {
    const { log } = fields(after)
    if (log === undefined) return
    const { former, key, signature } = fields(log)
    const next = readKey(key)
    const now = this.at(index)
    const vouched =
      next !== undefined &&
      next.name === now.name &&
      former === formatVerifierKey(now) &&
      typeof key === 'string' &&
      typeof signature === 'string' &&
      isSuccessionOf(now, { former, key, signature }, this.#verifyEd25519)
    if (vouched) this.#known.push({ key: next, from: index + 1 })
    else this.#refused ??= index
  }

  /** The entry of that change is away, so that nobody's word for it was read: nothing that was given may hang on it. */
  believe(next: LogKeyFrom): void {
    this.#believed.push(next)
    this.#known.push(next)
  }

  /**
   * At the end. `named`: the keys the bundle says the log had; `given`: the one the auditor knows, which must be among those that
   * signed, or the whole chain hangs on nothing.
   */
  finish(named: readonly LogKeyFrom[], given: VerifierKey | undefined): void {
    const vouched = new Set(this.#known.map(({ key }) => formatVerifierKey(key)))
    for (const { key, from } of named)
      if (!vouched.has(formatVerifierKey(key)))
        this.findings.push({
          kind: 'bad_signature',
          index: from,
          text: `The log’s key ${key.name}+${key.id}, from size ${from} on, is vouched for by nobody: ${
            this.#refused === undefined
              ? 'no entry carries the word of the key before it'
              : `entry ${this.#refused} does not carry the word of the key before it`
          }.`,
        })
    const since = given && this.#known.findLast(({ key }) => formatVerifierKey(key) === formatVerifierKey(given))?.from
    for (const { from } of this.#believed)
      if (since !== undefined && since < from)
        this.findings.push({
          kind: 'bad_signature',
          index: from - 1,
          text: `Entry ${from - 1} changes the log’s key that was given, and lies in an archive that was not looked into: give the archive, or the later key.`,
        })
    if (given !== undefined && !vouched.has(formatVerifierKey(given)))
      this.findings.push({
        kind: 'bad_signature',
        text: `The log’s key that was given, ${given.name}+${given.id}, did not sign any of this.`,
      })
  }

  /** Changes that were vouched for. */
  get changes(): readonly LogKeyFrom[] {
    return this.#known.slice(1).filter((one) => !this.#believed.includes(one))
  }

  /** Changes whose entries were not read. */
  get believed(): readonly LogKeyFrom[] {
    return this.#believed
  }
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function readKey(text: unknown): VerifierKey | undefined {
  try {
    return typeof text === 'string' ? parseVerifierKey(text) : undefined
  } catch {
    return undefined
  }
}
