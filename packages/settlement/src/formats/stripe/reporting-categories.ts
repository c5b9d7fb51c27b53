import type { LineKind } from '../../model.ts'

/** Stripe's reporting categories of balance transactions. */
const KINDS: Readonly<Record<string, LineKind>> = {
  charge: 'sale',
  charge_failure: 'adjustment',
  partial_capture_reversal: 'refund',
  refund: 'refund',
  refund_failure: 'refund-reversed',
  dispute: 'chargeback',
  dispute_reversal: 'chargeback-reversed',
  fee: 'fee',
  network_cost: 'fee',
  tax: 'fee',
  platform_earning: 'adjustment',
  platform_earning_refund: 'adjustment',
  other_adjustment: 'adjustment',
  payout: 'payout',
  payout_reversal: 'payout-returned',
  payout_minimum_balance_hold: 'reserve',
  payout_minimum_balance_release: 'reserve',
  risk_reserved_funds: 'reserve',
  reserved_funds: 'reserve',
  reserve_transaction: 'reserve',
  topup: 'transfer',
  topup_reversal: 'transfer',
  transfer: 'transfer',
  transfer_reversal: 'transfer',
}

export function categoryKind(category: string): LineKind {
  return KINDS[category.toLowerCase()] ?? 'other'
}
