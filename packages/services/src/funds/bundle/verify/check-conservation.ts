import type { Findings } from './findings.ts'
import type { Sides } from './match-again.ts'
import type { AllocationRecord } from './shapes.ts'
import { isByHand } from './standing-links.ts'

/** No row gives or takes more than it has. What a sale's refunds and chargebacks give back stands beside it, not in it. */
export function checkConservation(sides: Sides, standing: readonly AllocationRecord[], findings: Findings): void {
  const sums = new Map<string, number>()
  const note = (key: string, amount: number) => sums.set(key, (sums.get(key) ?? 0) + amount)
  for (const one of standing) {
    const { join, from, to, amountMinor } = one
    // Two people may propose two sales of one line: neither has it yet.
    if (isByHand(one) && one.confidence === 'proposal') continue
    const line = sides.lines.get(to)
    if (join === 'payment_line' && line !== undefined && line.kind !== sides.payments.get(from)?.kind) continue
    note(`${join === 'payment_line' ? 'payment' : 'payout'} ${from}`, amountMinor)
    note(`${join === 'payment_line' ? 'line' : 'bank line'} ${to}`, amountMinor)
  }
  const most = (key: string, amount: number | undefined) => {
    const given = sums.get(key)
    if (amount !== undefined && given !== undefined && Math.abs(given) > Math.abs(amount))
      findings.add('changed', `Allocations of ${key} come to ${given}, more than the ${amount} it has.`)
  }
  for (const { id, amountMinor } of sides.payments.values()) most(`payment ${id}`, amountMinor)
  for (const { id, grossMinor } of sides.lines.values()) most(`line ${id}`, grossMinor)
  for (const { id, amountMinor } of sides.payouts.values()) most(`payout ${id}`, amountMinor)
  for (const { id, amountMinor } of sides.bankLines.values()) most(`bank line ${id}`, amountMinor)
}
