import { type Finding, type FindingKind, moreOf } from '@counterfoil/audit'

/** What is wrong with the database's own record, besides the log: an event, a batch, or a row that was made from events. */
export interface RecordFinding extends Finding {
  readonly agent?: number
  readonly epoch?: number
  /** The event it is about, or the first and last of several. */
  readonly events?: readonly [number, number]
  readonly store?: string
  readonly table?: string
  readonly key?: Readonly<Record<string, unknown>>
}

const MOST_NAMED = 1_000

/** Names the first thousand and counts the others: a table emptied by somebody must not fill the memory. */
export class RecordFindings {
  readonly named: RecordFinding[] = []
  readonly #more = new Map<FindingKind, number>()

  add(finding: RecordFinding): void {
    if (this.named.length < MOST_NAMED) this.named.push(finding)
    else this.addMore(finding.kind, 1)
  }

  /** Counted, and named nowhere. */
  addMore(kind: FindingKind, count: number): void {
    if (count > 0) this.#more.set(kind, (this.#more.get(kind) ?? 0) + count)
  }

  all(): readonly RecordFinding[] {
    return [...this.named, ...[...this.#more].map(([kind, count]) => moreOf(kind, count))]
  }
}
