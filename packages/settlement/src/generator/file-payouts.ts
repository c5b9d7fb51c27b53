import { payoutId } from '../reading/read-settlement.ts'
import { type Family, FEE_DECIMALS } from './families.ts'
import { batchRow } from './make-rows.ts'
import type { Plan } from './plan.ts'
import type { Chance } from './random.ts'
import type { Batch, Row } from './row.ts'
import { dayText, midnight } from './wall-clock.ts'

/** What one merchant account is sent for a bucket, after what was carried over. */
export interface SentPayout {
  readonly payout: string
  readonly amountMinor: number
  readonly reference: string
  readonly batch: Batch
  /** What the file's lines come to is not what it announces. */
  readonly untied: boolean
  /** What is carried in it of days whose file never came: nobody can expect that. */
  readonly untoldMinor: number
}

export interface Ledger {
  /** Makes the batch of a merchant account, and what is sent for it; null when too little came together. */
  close(
    merchant: string,
    day: number,
    rows: readonly Row[],
    known: boolean,
  ): { readonly batch: Batch; readonly sent: SentPayout | null }
}

/** Announcing acquirers carry what they do not send from batch to batch with transfers; the others just send more the next time. */
export function openLedger(family: Family, plan: Plan, chance: Chance): Ledger {
  const carried = new Map<string, { readonly sum: number; readonly untold: number }>()
  const announces = family.id === 'adyen' || family.id === 'nordpay'
  const unit = 10 ** (FEE_DECIMALS[family.id] - 2)
  const numbers = new Map<string, number>()
  return {
    close(merchant, day, made, known) {
      const { sum: before, untold } = carried.get(merchant) ?? { sum: 0, untold: 0 }
      carried.delete(merchant)
      const at = { atMs: midnight(family.clock, day) + 86_000_000, day, text: '' }
      const rows = announces && before !== 0 ? [...made, batchRow('transfer', merchant, before, at)] : [...made]
      const sum = roundHalf(rows.reduce((total, { net }) => total + net, 0) / unit)
      const total = announces ? sum : sum + before
      const batch = nameBatch(merchant, day)
      const payout = payoutId(family.id, merchant, family.currency, batch)
      const reference = referenceOf(merchant, day, batch)
      const tooLittle = total < Math.max(family.minimumMinor, 1)
      if (tooLittle) carried.set(merchant, { sum: total, untold: known ? untold : total })
      if (tooLittle && announces && total !== 0) rows.push(batchRow('transfer', merchant, -total, at))
      const untied = announces && !tooLittle && chance.perMille(plan.options.faults['payout-untied'])
      const amountMinor = untied ? total - Math.min(total - 1, chance.between(1, 500)) : total
      const announcedMinor = announces && !tooLittle ? amountMinor : null
      const closed: Batch = { merchant, batch, payout, rows, announcedMinor, payoutReference: reference }
      if (tooLittle) return { batch: closed, sent: null }
      return { batch: closed, sent: { payout, amountMinor, reference, batch: closed, untied, untoldMinor: untold } }
    },
  }

  function nameBatch(merchant: string, day: number): string {
    if (announces) {
      const number = (numbers.get(merchant) ?? 99) + 1
      numbers.set(merchant, number)
      return String(number)
    }
    return family.id === 'stripe' ? `po_1Cf${String(day).padStart(6, '0')}${family.currency}Ab` : dayText(day)
  }

  function referenceOf(merchant: string, day: number, batch: string): string {
    switch (family.id) {
      case 'adyen':
        return `TX${chance.between(1, 9)}${chance.digits(11)}XT`
      case 'nordpay':
        return `NP${String(day * 100_000 + chance.below(100_000))
          .padStart(10, '0')
          .slice(-10)}`
      case 'stripe':
        return batch.toUpperCase()
      default:
        return `${merchant} ${batch.replaceAll('-', '')}`
    }
  }
}

/** Half away from zero. */
const roundHalf = (value: number): number => (value < 0 ? -Math.round(-value) : Math.round(value))
