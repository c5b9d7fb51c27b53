import type { EventClass } from '@counterfoil/protocol'
import { type ChainRow, mendRows, nextHead } from './mend-rows.ts'

/** A row found damaged, as it was. */
export interface DamagedRow {
  readonly seq: number
  readonly class: EventClass
}

export interface QuarantinedRow extends ChainRow {
  /** The hub had it when it was found, or turned out to have it. */
  readonly delivered: boolean
}

/** What the chain of one epoch is written with; SQLite in the product, memory in simulations. */
export interface ChainFile {
  lastSeq(): number
  endHead(): string
  prunedSeq(): number
  /** The hash column, or what stands for it at either end; undefined where it is gone. */
  headAt(seq: number): string | undefined
  /** The head of an acknowledgement noted for exactly this number. */
  acknowledgedHead(seq: number): string | undefined
  /** Every number from `first` to `last`, also those whose row is gone. */
  rows(first: number, last: number): Iterable<ChainRow>
  quarantined(): readonly QuarantinedRow[]
  /** One transaction of everything that `change` writes. */
  transact(change: (write: ChainWrites) => void): void
}

export interface ChainWrites {
  quarantine(row: QuarantinedRow): void
  /** Replaces a damaged row by a gap entry. */
  replace(seq: number, atMs: number, body: string, hash: string): void
  setHash(seq: number, hash: string): void
  /** Puts a quarantined row back as it was and remembers that the hub has it. */
  putBack(row: QuarantinedRow): void
  setEnd(head: string): void
}

/**
 * Chains what the hub has not got on anew, from `after` (the hub's own high water) on: a damaged event's number holds a gap entry,
 * its row stays in quarantine. Nothing the hub may have confirmed is touched.
 */
export function mendAfter(file: ChainFile, after: number, envelope: { readonly at: number }): readonly DamagedRow[] {
  const head = file.headAt(after)
  if (head === undefined) return []
  const lost: DamagedRow[] = []
  file.transact((write) => rechain(file, write, { after, head, oldHead: head, envelope, lost }))
  return lost
}

interface Rechain {
  readonly after: number
  readonly head: string
  /** What the old chain has there. */
  readonly oldHead: string
  readonly envelope: { readonly at: number }
  readonly lost: DamagedRow[]
}

function rechain(file: ChainFile, write: ChainWrites, { after, head, oldHead, envelope, lost }: Rechain): void {
  let end = head
  for (const mended of mendRows(head, file.rows(after + 1, file.lastSeq()), file.endHead(), envelope, oldHead)) {
    const { row, body, hash } = mended
    end = hash
    if (mended.lost !== undefined) {
      write.quarantine({ ...row, delivered: false })
      write.replace(row.seq, envelope.at, body, hash)
      lost.push({ seq: row.seq, class: mended.lost })
    } else if (hash !== row.hash) write.setHash(row.seq, hash)
  }
  write.setEnd(end)
}

/**
 * The hub holds another hash at `seq` than the file does: true when the file itself proves the hub right. Either our hash column
 * is damaged, or the hub took a batch that was thought lost when its events were chained anew; then that is taken back.
 */
export function agreeWithHub(file: ChainFile, seq: number, theirs: string): boolean {
  if (file.acknowledgedHead(seq) === theirs || provesHash(file, seq, theirs)) {
    file.transact((write) => write.setHash(seq, theirs))
    return true
  }
  return takeBack(file, seq, theirs)
}

function provesHash(file: ChainFile, seq: number, theirs: string): boolean {
  const [row, after] = [...file.rows(seq, Math.min(seq + 1, file.lastSeq()))]
  const before = file.headAt(seq - 1)
  if (row?.body !== undefined && before !== undefined && nextHead(before, row.body) === theirs) return true
  return after?.body !== undefined && after.hash !== undefined && nextHead(theirs, after.body) === after.hash
}

function takeBack(file: ChainFile, highWater: number, theirs: string): boolean {
  const replaced = new Map(
    file.quarantined().flatMap((row) => (row.delivered || row.seq > highWater ? [] : [[row.seq, row] as const])),
  )
  const first = Math.min(...replaced.keys())
  let head = replaced.size === 0 ? undefined : file.headAt(first - 1)
  if (head === undefined) return false
  let envelope = { at: 0 }
  const originals: { seq: number; hash: string }[] = []
  for (const { seq, body } of file.rows(first, highWater)) {
    const known = replaced.get(seq)
    // Should more turn out damaged, its gap entry is told with the clocks of the first.
    if (seq === first) envelope = envelopeOf(body)
    const next: string | undefined = known === undefined ? body && nextHead(head, body) : known.hash
    if (next === undefined) return false
    originals.push({ seq, hash: next })
    head = next
  }
  if (head !== theirs) return false
  const oldHead = file.headAt(highWater) ?? theirs
  file.transact((write) => {
    rechain(file, write, { after: highWater, head: theirs, oldHead, envelope, lost: [] })
    for (const { seq, hash } of originals) write.setHash(seq, hash)
    for (const row of replaced.values()) write.putBack(row)
  })
  return true
}

function envelopeOf(body = '{}'): { readonly at: number } {
  const { v, at, mono, boot } = JSON.parse(body) as { v: number; at: number; mono: number; boot: string }
  return { at, ...{ v, mono, boot } }
}

/** Looks at up to `maxRows` events after `after` that the hub has; copies of damaged ones go to quarantine. */
export function inspectRows(
  file: ChainFile,
  after: number,
  delivered: number,
  maxRows: number,
): { readonly upTo: number; readonly damaged: readonly DamagedRow[] } {
  const from = Math.max(after, file.prunedSeq())
  const upTo = Math.min(from + maxRows, delivered)
  const head = file.headAt(from)
  if (upTo <= from) return { upTo: 0, damaged: [] }
  if (head === undefined) return { upTo: from + 1, damaged: [] }
  const known = new Set(file.quarantined().map(({ seq }) => seq))
  const found: { row: ChainRow; class: EventClass }[] = []
  const endHead = file.headAt(upTo) ?? ''
  for (const { row, lost } of mendRows(head, file.rows(from + 1, upTo), endHead, { at: 0 }))
    if (lost !== undefined && !known.has(row.seq)) found.push({ row, class: lost })
  if (found.length > 0)
    file.transact((write) => {
      for (const { row } of found) write.quarantine({ ...row, delivered: true })
    })
  return { upTo: upTo === delivered ? 0 : upTo, damaged: found.map(({ row, class: lost }) => ({ seq: row.seq, class: lost })) }
}
