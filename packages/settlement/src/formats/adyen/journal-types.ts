import type { LineKind } from '../../model.ts'

/** Adyen's journal types, as its settlement details report names them. */
const KINDS: Readonly<Record<string, LineKind>> = {
  settled: 'sale',
  settledexternallywithinfo: 'sale',
  settledininstallments: 'sale',
  settledbulk: 'sale',
  capturefailed: 'adjustment',
  settledreversed: 'adjustment',
  refunded: 'refund',
  refundedbulk: 'refund',
  refundedexternallywithinfo: 'refund',
  refundedreversed: 'refund-reversed',
  refundfailed: 'refund-reversed',
  refundnotcleared: 'refund-reversed',
  chargeback: 'chargeback',
  chargebackexternallywithinfo: 'chargeback',
  secondchargeback: 'chargeback',
  chargebackreversed: 'chargeback-reversed',
  chargebackreversedexternallywithinfo: 'chargeback-reversed',
  fee: 'fee',
  misccosts: 'fee',
  paymentcost: 'fee',
  invoicededuction: 'fee',
  depositcorrection: 'reserve',
  reserveadjustment: 'reserve',
  balancetransfer: 'transfer',
  internaltransfer: 'transfer',
  merchantpayin: 'transfer',
  bankinstructionreturned: 'payout-returned',
  merchantpayout: 'payout',
}

/** What a type is; one that is not known keeps its amounts and its name. */
export function journalKind(type: string): LineKind {
  return KINDS[type.toLowerCase().replace(/[^a-z]/g, '')] ?? 'other'
}
