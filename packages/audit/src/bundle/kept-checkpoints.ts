import { sameBytes } from '../crypto/bytes.ts'
import type { VerifyEd25519 } from '../crypto/primitives.ts'
import { judgeNote, type SignedCheckpoint, type TrustedKeys } from './checkpoint-reader.ts'
import type { Finding, Remark } from './findings.ts'

/** A loss two administrators declared: the log had `to` entries, a backup brought it back to `from`. */
export interface Restoration {
  readonly index: number
  readonly from: number
  readonly to: number
  readonly root: string
}

export function readRestoration(index: number, after: unknown): Restoration | undefined {
  const { from, to, root } = (typeof after === 'object' && after !== null ? after : {}) as Record<string, unknown>
  const [start, end] = [Number(from), Number(to)]
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start >= end) return undefined
  return { index, from: start, to: end, root: typeof root === 'string' ? root : '' }
}

export function describeRestoration({ index, from, to }: Restoration): Remark {
  return {
    kind: 'restored',
    index,
    text: `Restored from ${from} to ${to}: entry ${index} declares that a backup lost the entries ${from} to ${to - 1}, and that the log went on from ${from}.`,
  }
}

/** Checkpoints that somebody kept outside of the hub, held against the tree as it grows. */
export class KeptCheckpoints {
  readonly findings: Finding[] = []
  readonly remarks: Remark[] = []
  readonly #kept: SignedCheckpoint[]
  readonly #wrong: SignedCheckpoint[] = []
  #next = 0

  constructor(notes: readonly string[], keys: TrustedKeys, verifyEd25519: VerifyEd25519) {
    const judged = notes.map((note) => judgeNote(note, keys, verifyEd25519))
    if (judged.includes(undefined))
      this.findings.push({ kind: 'malformed', text: 'A checkpoint to compare with cannot be read.' })
    this.#kept = judged.filter((each) => each !== undefined).sort((left, right) => left.size - right.size)
    for (const { refused, size } of this.#kept)
      if (refused !== undefined)
        this.findings.push({
          kind: refused.kind,
          text: `The checkpoint of size ${size} to compare with is not to be trusted: ${refused.why}.`,
        })
    this.#kept = this.#kept.filter(({ refused }) => refused === undefined)
  }

  /** Greatest size that has still to be met; undefined when all were. */
  get nextSize(): number | undefined {
    return this.#kept[this.#next]?.size
  }

  /** The tree is at `size`. */
  hold(size: number, root: () => Uint8Array): void {
    for (let kept = this.#kept[this.#next]; kept !== undefined && kept.size <= size; kept = this.#kept[this.#next]) {
      this.#next += 1
      if (kept.size < size)
        this.remarks.push({
          kind: 'not_included',
          text: `The checkpoint of size ${kept.size} to compare with lies before this bundle.`,
        })
      else if (!sameBytes(kept.root, root())) this.#wrong.push(kept)
    }
  }

  finish(to: number, restorations: readonly Restoration[]): void {
    const beyond = this.#kept.slice(this.#next)
    const declared = (size: number) => restorations.find(({ from, to: lost }) => from < size && size <= lost)
    for (const { size } of this.#wrong)
      if (declared(size) === undefined)
        this.findings.push({
          kind: 'inconsistent',
          index: 0,
          until: size,
          text: `These entries are not the history that was signed before: the checkpoint of size ${size} that was kept has another root, and no loss was declared.`,
        })
    for (const { size } of beyond)
      if (declared(size) === undefined)
        this.findings.push({
          kind: 'missing',
          index: to,
          until: size,
          text: `The log had ${size} entries when the checkpoint that was kept was signed; this bundle ends at ${to}.`,
        })
  }
}
