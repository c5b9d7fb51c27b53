import type { CalendarTable } from '../calendars/calendar-table.ts'
import { civilDay, dayNumber, isCivilDay } from '../calendars/civil-day.ts'
import type { Contract } from '../contracts/contract.ts'
import { openReferenceFinder } from '../contracts/reference-pattern.ts'
import { add, type Decimal, subtract } from '../decimal.ts'
import { openDayCounter } from '../expectation/expected-days.ts'
import { byText } from '../matching/sorted.ts'
import { carrySmall } from './carry-small.ts'
import type { CarryEvidence } from './decide-carry.ts'
import { mergeBatches } from './merge-batches.ts'
import { minorAmount } from './minor-amount.ts'
import type { PayoutDays, ReadPayout } from './read-payout.ts'
import type { SettlementBatch } from './settlement-batch.ts'
import type { ReadingTools } from './settlement-source.ts'

export interface PayoutReading {
  readonly payouts: readonly ReadPayout[]
  /** Too small, or below zero: waits for the next one of its account. */
  readonly waiting: readonly ReadPayout[]
  /** Payouts of merchant accounts without a contract, or of days without a calendar. */
  readonly unknown: readonly string[]
}

/** After "missing" a line may still be it, for whole working weeks. */
const WINDOW_AFTER_MISSING = 5
const DAY_MS = 86_400_000

/** Batches of all files, put together to what each account should have been sent, and when. `evidence` tells what small ones were carried. */
export function readPayouts(
  batches: readonly SettlementBatch[],
  tools: ReadingTools,
  daysOf: ReturnType<typeof openPayoutDays>,
  evidence?: CarryEvidence,
): PayoutReading {
  const finders = new Map<Contract, (text: string) => string[]>()
  const unknown: string[] = []
  const read: ReadPayout[] = []
  for (const batch of mergeBatches(batches)) {
    const salesDay = salesDayOf(batch)
    const found = salesDay === null ? null : tools.clock.find(batch, salesDay * DAY_MS + DAY_MS / 2)
    const days = found && salesDay !== null ? daysOf(found.contract, salesDay) : null
    if (!found || !days) {
      unknown.push(batch.payout)
      continue
    }
    const { contract } = found
    const find = finders.get(contract) ?? openFinder(contract)
    finders.set(contract, find)
    read.push({
      payout: {
        id: batch.payout,
        acquirer: batch.acquirer,
        account: contract.bank.account,
        currency: batch.currency,
        amountMinor: minorAmount(batch.announced ?? sumOf(batch), tools.minorUnitExponent(batch.currency) ?? 2),
        references: [...new Set(labelsOf(batch).flatMap(find))].sort(),
        dueDay: days.arrivalDue,
        firstDay: Math.min(days.payoutDay, days.arrivalDue),
        lastDay: days.missingAfter + WINDOW_AFTER_MISSING,
        storeGroup: null,
      },
      contract,
      days,
      announced: batch.announced !== null,
      carried: [],
    })
  }
  const inOrder = read.toSorted((a, b) => a.days.salesDay - b.days.salesDay || byText(a.payout.id, b.payout.id))
  return { ...carrySmall(inOrder, evidence), unknown: unknown.sort() }
}

/** Σ of everything in it: what goes to the bank when the file does not say. */
export const sumOf = ({ lineNets, adjustments, reserve, carriedIn, carriedOut }: SettlementBatch): Decimal =>
  subtract(add(add(lineNets, adjustments), carriedIn), add(reserve, carriedOut))

/** The day it is named after, or the last day it holds sales of; a numbered batch of corrections only is of their day. */
function salesDayOf({ salesDays, batch, lastDay, sentDay }: SettlementBatch): number | null {
  if (isCivilDay(batch)) return dayNumber(batch)
  return salesDays.size > 0 ? Math.max(...salesDays.keys()) : (lastDay ?? sentDay)
}

function openFinder({ payout: { referencePattern } }: Contract): (text: string) => string[] {
  return referencePattern === undefined ? () => [] : openReferenceFinder(referencePattern)
}

/** Acquirers that number no payouts write merchant and day into the remittance: those are tried with the batch itself. */
function labelsOf({ labels, merchantAccount, batch }: SettlementBatch): string[] {
  const plain = batch.replaceAll('-', '')
  return [...labels, batch, plain, `${merchantAccount} ${batch}`, `${merchantAccount} ${plain}`]
}

/** Counted once for each contract and sales day. */
export function openPayoutDays(tables: readonly CalendarTable[]): (contract: Contract, salesDay: number) => PayoutDays | null {
  const counters = new Map<Contract, ReturnType<typeof openDayCounter>>()
  return (contract, salesDay) => {
    const count = counters.get(contract) ?? openDayCounter(contract, tables)
    counters.set(contract, count)
    const counted = count(civilDay(salesDay))
    if (!counted.ok) return null
    const { payoutDay, arrivalDue, lateAfter, missingAfter } = counted.days
    return {
      salesDay,
      payoutDay: dayNumber(payoutDay),
      arrivalDue: dayNumber(arrivalDue),
      lateAfter: dayNumber(lateAfter),
      missingAfter: dayNumber(missingAfter),
    }
  }
}
