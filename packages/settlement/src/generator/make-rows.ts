import { type Family, FEE_DECIMALS, FEES } from './families.ts'
import type { Row, Sale } from './row.ts'

/** The contract's fee in units of the family's fee decimals, rounded half up as acquirers do. */
export function feeOf(family: Family, scheme: string, amountMinor: number): number {
  const fee = FEES[`${family.id} ${scheme}`]
  if (!fee) return 0
  const units = 10 ** (FEE_DECIMALS[family.id] - 2)
  const rate = Math.round(Number(fee.percent) * 100)
  const fixed = Math.round(Number(fee.fixed) * 100)
  return Math.floor((2 * amountMinor * units * rate + 10_000) / 20_000) + fixed * units
}

/** What an acquirer takes of a refund: nothing, or it gives the sale's fee back in proportion. */
const refundFee = (family: Family, scheme: string, amountMinor: number): number =>
  FEES[`${family.id} ${scheme}`]?.returned ? -feeOf(family, scheme, amountMinor) : 0

/** The line that settles a sale or a refund, for this amount. */
export function settlementRow(family: Family, sale: Sale, grossMinor = sale.amountMinor): Row {
  const refund = sale.kind === 'refund'
  const signed = refund ? -grossMinor : grossMinor
  const fee = refund ? refundFee(family, sale.scheme, grossMinor) : feeOf(family, sale.scheme, grossMinor)
  return {
    kind: sale.kind,
    sale,
    merchant: family.merchantOf(sale.store, sale.terminal),
    reference: sale.acquirerReference,
    atMs: sale.atMs,
    salesDay: sale.salesDay,
    grossMinor: signed,
    grossCurrency: family.currency,
    fee,
    net: signed * 10 ** (FEE_DECIMALS[family.id] - 2) - fee,
    is: 'pair',
    raises: [],
  }
}

export const withFee = (row: Row, fee: number): Row => ({ ...row, fee, net: row.net + row.fee - fee })

/** A line about the batch. */
export function batchRow(
  kind: 'reserve' | 'transfer' | 'invoice',
  merchant: string,
  netMinor: number,
  at: { readonly atMs: number; readonly day: number; readonly text: string },
): Row {
  return {
    ...{ kind, merchant, sale: null, grossMinor: null, grossCurrency: '', fee: 0, is: 'other', raises: [] },
    reference: at.text,
    atMs: at.atMs,
    salesDay: at.day,
    net: netMinor,
  }
}
