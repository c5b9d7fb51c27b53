import type { LedgerLine } from '../shop-floor/lane-plan.ts'

/** One entry of a terminal's books as it stands in the end. */
export interface Entry extends LedgerLine {
  /** Money moved and stays moved: approved, or a sale that a reversal of its own undid. */
  readonly stands: boolean
}

/** The last line of each entry counts; a sale undone by a reversal stands, one that the terminal took back does not. */
export function readLedger(lines: readonly LedgerLine[]): Entry[] {
  const last = new Map(lines.map((line) => [`${line.store} ${line.index}`, line]))
  const reversals = new Set(
    [...last.values()].filter(({ kind, state }) => kind === 'reversal' && state === 'approved').map(ofSale),
  )
  return [...last.values()].map((line) => ({
    ...line,
    stands: line.state === 'approved' || (line.state === 'reversed' && line.kind === 'sale' && reversals.has(ofSale(line))),
  }))
}

function ofSale({ store, amountMinor }: LedgerLine): string {
  return `${store} ${amountMinor}`
}
