import type { Bill, Row } from './row.ts'
import type { ChainSink } from './truth.ts'

/** What is true of the lines of a file that arrives whole: which payment each settles, and what is wrong with it. */
export function tellBill({ name, batches }: Bill, order: readonly (Row | null)[], sink: ChainSink): void {
  const payoutOf = new Map(batches.map(({ merchant, payout }) => [merchant, payout]))
  for (const [at, row] of order.entries()) {
    if (row === null) continue
    const line = `${name}:${at + 1}`
    const payment = row.sale?.id ?? ''
    const amountMinor = Math.abs(row.grossMinor ?? row.net)
    if (row.is === 'pair') sink.truth({ is: 'pair', payment, line, amountMinor, payout: payoutOf.get(row.merchant) ?? '' })
    if (row.is === 'child') sink.truth({ is: 'child', payment, line })
    for (const raised of row.raises)
      sink.truth({
        is: 'exception',
        code: raised.code,
        subject: raised.about === 'payment' ? payment : line,
        amountMinor: raised.amountMinor,
      })
  }
}
