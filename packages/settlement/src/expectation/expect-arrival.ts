import { type CalendarTable, EVERY_DAY } from '../calendars/calendar-table.ts'
import { addDays, type CivilDay } from '../calendars/civil-day.ts'
import type { Contract } from '../contracts/contract.ts'
import { openContractFinder } from '../contracts/contract-finder.ts'
import { negate, subtract, ZERO } from '../decimal.ts'
import type { Expectation, PaymentToExpect, Step } from './expectation.ts'
import { openDayCounter } from './expected-days.ts'
import { expectFee, percentOf } from './expected-fee.ts'
import { roundTo } from './rounding.ts'
import { openSalesDayClock } from './sales-day.ts'

export type Expecter = (payment: PaymentToExpect) => Expectation

/** For one contract; which contract a payment has is `openExpecter`'s question. */
function openContract(contract: Contract, tables: readonly CalendarTable[]) {
  const salesDays = openSalesDayClock(contract)
  const countDays = openDayCounter(contract, tables)
  return (payment: PaymentToExpect): Expectation => {
    const { localDay, salesDay } = salesDays.read(payment.happenedAtMs)
    const counted = countDays(salesDay)
    if (!counted.ok) return { ok: false, reason: counted.problem }
    const amount = { units: BigInt(payment.amountMinor), scale: payment.exponent }
    const gross = payment.kind === 'sale' ? amount : negate(amount)
    const { fee, feeKnown } = expectFee(payment, contract, salesDay)
    const held = contract.reserve && payment.kind === 'sale' ? contract.reserve : undefined
    return {
      ok: true,
      contract: contract.id,
      contractVersion: contract.version,
      ...counted.days,
      gross,
      fee,
      feeKnown,
      feeTaken: contract.feesTaken,
      net: subtract(gross, contract.feesTaken === 'per_line' ? fee : ZERO),
      reserve: held
        ? {
            amount: roundTo(percentOf(amount, held.percent), payment.exponent),
            // A hold is due its days after the day of its line, which is expected with the settlement.
            releaseDay: addDays(counted.days.settlementDay, held.releaseDays),
          }
        : null,
      why: [{ step: 'sale', day: localDay }, ...movedDay(localDay, salesDay, contract), ...counted.steps],
    }
  }
}

function movedDay(localDay: CivilDay, salesDay: CivilDay, { salesDay: { closesAtMinute } }: Contract): Step[] {
  if (localDay === salesDay) return []
  return [{ step: 'sales_day', day: salesDay, closesAtMinute, moved: salesDay < localDay ? 'earlier' : 'later' }]
}

/** Opens the contracts once, for many payments. The order of the contracts does not matter. */
export function openExpecter(contracts: readonly Contract[], tables: readonly CalendarTable[]): Expecter {
  const find = openContractFinder(contracts)
  const opened = new Map(contracts.map((contract) => [contract, openContract(contract, tables)]))
  return (payment) => {
    const found = find(payment, payment.happenedAtMs)
    if (!found.ok) return found
    const { acquirer, merchantAccount, currency } = payment
    const expect = opened.get(found.contract)
    try {
      return expect?.(payment) ?? { ok: false, reason: { kind: 'no_contract', acquirer, merchantAccount, currency } }
    } catch (error) {
      // A till whose clock says 9999: its money would be due in a year that no day is written in.
      if (!(error instanceof RangeError)) throw error
      const year = new Date(payment.happenedAtMs).getUTCFullYear()
      return { ok: false, reason: { kind: 'year_not_published', calendar: EVERY_DAY, year } }
    }
  }
}

/** One payment under one contract. */
export const expectArrival = (payment: PaymentToExpect, contract: Contract, tables: readonly CalendarTable[]): Expectation =>
  openExpecter([contract], tables)(payment)
