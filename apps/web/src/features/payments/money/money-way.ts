import type { PaymentFunds } from '@counterfoil/services/funds'

export type Moment = { readonly kind: 'time'; readonly atMs: number } | { readonly kind: 'day'; readonly day: string }

export interface WayStep {
  readonly state: 'authorised' | 'settled' | 'in_payout' | 'arrived_tentative' | 'arrived'
  readonly at: Moment | null
}

/** The money's way with when each step was shown by evidence; a step that no evidence shows has no time. */
export function moneyWay(funds: PaymentFunds, approvedAtMs: number): WayStep[] {
  const line = funds.lines.find(({ kind }) => kind === funds.kind)
  const payout = line === undefined ? undefined : funds.payouts.find(({ id }) => id === line.payoutId)
  const tentative = funds.bankLines.find(({ booked }) => !booked)
  const booked = funds.bankLines.find((bank) => bank.booked)
  const time = (atMs: number | undefined): Moment | null => (atMs === undefined ? null : { kind: 'time', atMs })
  return [
    { state: 'authorised', at: time(approvedAtMs) },
    { state: 'settled', at: time(line?.receivedAtMs) },
    { state: 'in_payout', at: payout === undefined ? null : { kind: 'day', day: payout.announcedOn } },
    ...(tentative === undefined ? [] : [{ state: 'arrived_tentative' as const, at: time(tentative.receivedAtMs) }]),
    { state: 'arrived', at: booked === undefined || funds.arrivedOn === null ? null : { kind: 'day', day: funds.arrivedOn } },
  ]
}
