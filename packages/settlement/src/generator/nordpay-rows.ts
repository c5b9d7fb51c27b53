import type { Family } from './families.ts'
import { batchRow } from './make-rows.ts'
import type { Plan } from './plan.ts'
import type { Chance } from './random.ts'
import type { Row } from './row.ts'
import { midnight } from './wall-clock.ts'

export const RESERVE_DAYS = 10

export interface BatchRows {
  /** Lines about the batch of a day, beside those of its sales. */
  rowsOn(day: number, rows: readonly Row[]): Row[]
}

/** One contract holds five per cent back for ten days and sends an invoice for its fees at the end. */
export function openInvoices(family: Family, plan: Plan, chance: Chance): BatchRows {
  const releases = new Map<number, number>()
  if (family.id !== 'nordpay') return { rowsOn: () => [] }
  const merchant = family.merchantOf(1, 1)
  let fees = 0
  return {
    rowsOn(day, rows) {
      const at = { atMs: midnight(family.clock, day) + 80_000_000, day }
      const made: Row[] = []
      const gross = rows.reduce((sum, { kind, grossMinor }) => sum + (kind === 'sale' ? (grossMinor ?? 0) : 0), 0)
      fees += Math.round(gross * 0.009)
      const held = Math.round(gross * 0.05)
      if (held > 0) {
        const kept = chance.perMille(plan.options.faults['reserve-kept'])
        const unseen = ['lost', 'truncated'].includes(plan.fileFaults.get(`${family.id} ${day + RESERVE_DAYS}`) ?? '')
        const row = batchRow('reserve', merchant, -held, { ...at, text: 'Reserve hold' })
        made.push(kept && !unseen ? { ...row, raises: [{ code: 'RESERVE_OVERDUE', about: 'line', amountMinor: held }] } : row)
        if (!kept) releases.set(day + RESERVE_DAYS, held)
      }
      const released = releases.get(day)
      if (released !== undefined) made.push(batchRow('reserve', merchant, released, { ...at, text: 'Reserve release' }))
      if (day === plan.lastDay && fees > 0) made.push(batchRow('invoice', merchant, -fees, { ...at, text: 'Invoice' }))
      return made
    },
  }
}
