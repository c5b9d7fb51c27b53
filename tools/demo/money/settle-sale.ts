import type { Row } from '@counterfoil/settlement/generator'
import type { DemoAcquirer } from './acquirers.ts'
import type { Sold } from './read-sales.ts'

/** What the acquirer takes of an amount, in units of its fee decimals, rounded half up as acquirers do. */
export function feeOf({ fees, feeDecimals, bill: { exponent } }: DemoAcquirer, method: string, amountMinor: number): number {
  const fee = fees[method]
  if (fee === undefined) return 0
  const units = 10 ** (feeDecimals - exponent)
  const rate = Math.round(Number(fee[0]) * 100)
  return Math.floor((2 * amountMinor * units * rate + 10_000) / 20_000) + Math.round(Number(fee[1]) * 10 ** feeDecimals)
}

/** The line that settles a sale or a refund, for this amount. */
export function settle(acquirer: DemoAcquirer, sale: Sold, grossMinor = sale.amountMinor): Row {
  const refund = sale.kind === 'refund'
  const signed = refund ? -grossMinor : grossMinor
  const charged = feeOf(acquirer, sale.method, grossMinor)
  const fee = refund ? (acquirer.feeReturned ? -charged : 0) : charged
  return {
    kind: sale.kind,
    sale,
    merchant: sale.merchant,
    reference: sale.acquirerReference,
    atMs: sale.atMs,
    salesDay: sale.salesDay,
    grossMinor: signed,
    grossCurrency: acquirer.bill.currency,
    fee,
    net: signed * 10 ** (acquirer.feeDecimals - acquirer.bill.exponent) - fee,
    is: 'pair',
    raises: [],
  }
}

export const withFee = (row: Row, fee: number): Row => ({ ...row, fee, net: row.net + row.fee - fee })

/** A line about the batch as a whole. */
export function batchRow(
  kind: 'reserve' | 'transfer' | 'invoice',
  merchant: string,
  netMinor: number,
  at: { readonly atMs: number; readonly day: number; readonly text: string },
): Row {
  return {
    ...{ kind, merchant, sale: null, grossMinor: null, grossCurrency: '', fee: 0, is: 'other', raises: [] },
    ...{ reference: at.text, atMs: at.atMs, salesDay: at.day, net: netMinor },
  }
}
