import { openZoneClock } from '../calendars/zone-clock.ts'
import type { BankRule, Contract, PayoutFrequency, PayoutRule } from './contract.ts'
import { type ContractProblem, ContractReader } from './contract-reader.ts'
import { overlaps, parseFeeRule } from './fee-rules.ts'
import { findPatternFault } from './reference-pattern.ts'

export type ParsedContract =
  | { readonly ok: true; readonly contract: Contract }
  | { readonly ok: false; readonly problems: readonly ContractProblem[] }

/** Reads the JSON form. Every problem is named with its place, so that a person can mend all of them at once. */
export function parseContract(json: unknown): ParsedContract {
  const problems: ContractProblem[] = []
  const reader = new ContractReader(json, '', problems)
  const zone = reader.text('zone', 'UTC')
  if (!isZone(zone)) reader.say('zone', 'unknown_zone', 'must be a time zone such as Europe/Berlin')
  const currency = reader.text('currency')
  if (!/^[A-Z]{3}$/.test(currency)) reader.say('currency', 'not_a_currency', 'must be a currency such as EUR')
  const salesDay = reader.inside('salesDay')
  const tolerance = reader.inside('tolerance')
  const late = reader.inside('late')
  const fees = reader.each('fees', 500).map(parseFeeRule)
  for (const [index, rule] of fees.entries()) {
    const other = fees.findIndex((candidate, at) => at < index && overlaps(candidate, rule))
    if (other >= 0) reader.say(`fees[${index}]`, 'fees_overlap', `and fees[${other}] could both apply to one payment`)
  }
  const contract: Contract = {
    id: reader.text('id'),
    version: reader.whole('version', 1, 1_000_000, 1),
    acquirer: reader.text('acquirer'),
    merchantAccount: reader.text('merchantAccount'),
    currency,
    validFrom: reader.day('validFrom'),
    ...(reader.has('validTo') ? { validTo: reader.day('validTo') } : {}),
    zone,
    salesDay: { closesAtMinute: salesDay.minute('closesAt'), closes: salesDay.oneOf('closes', ['next_day', 'same_day']) },
    captureDelayDays: reader.whole('captureDelayDays', 0, 60, 0),
    settlementLag: reader.whole('settlementLag', 0, 60),
    settlementCalendars: reader.texts('settlementCalendars', 8),
    payout: parsePayout(reader.inside('payout')),
    bank: parseBank(reader.inside('bank')),
    ...(reader.has('reserve') ? { reserve: parseReserve(reader.inside('reserve')) } : {}),
    fees,
    feeDecimals: reader.whole('feeDecimals', 0, 8, 2),
    feesTaken: reader.has('feesTaken') ? reader.oneOf('feesTaken', ['per_line', 'monthly_invoice']) : 'per_line',
    tolerance: {
      grossMinor: tolerance.whole('grossMinor', 0, 1_000_000, 0),
      payoutMinor: tolerance.whole('payoutMinor', 0, 1_000_000, 0),
      feeMinor: tolerance.whole('feeMinor', 0, 1_000_000, 0),
    },
    late: {
      graceWorkingDays: late.whole('graceWorkingDays', 0, 30, 0),
      missingAfterWorkingDays: late.whole('missingAfterWorkingDays', 0, 90, 2),
    },
    fileDueDays: reader.whole('fileDueDays', 0, 60, 2),
  }
  if (contract.validTo && contract.validTo < contract.validFrom) reader.say('validTo', 'ends_before_start', 'is before validFrom')
  if (contract.settlementCalendars.length === 0)
    reader.say('settlementCalendars', 'no_calendar', 'must name at least one calendar')
  for (const inner of [salesDay, tolerance, late]) inner.end()
  reader.end()
  return problems.length === 0 ? { ok: true, contract } : { ok: false, problems }
}

function isZone(zone: string): boolean {
  try {
    openZoneClock(zone)
    return true
  } catch {
    return false
  }
}

function parsePayout(reader: ContractReader): PayoutRule {
  const pattern = reader.has('referencePattern') ? reader.text('referencePattern') : undefined
  const fault = pattern === undefined ? undefined : findPatternFault(pattern)
  if (fault) reader.say('referencePattern', 'pattern_refused', fault)
  const payout: PayoutRule = {
    frequency: parseFrequency(reader),
    minimumMinor: reader.whole('minimumMinor', 0, 999_999_999_999, 0),
    ...(pattern === undefined ? {} : { referencePattern: pattern }),
    namePatterns: reader.texts('namePatterns', 20),
  }
  reader.end()
  return payout
}

function parseFrequency(reader: ContractReader): PayoutFrequency {
  const every = reader.oneOf('every', ['day', 'weekdays', 'week', 'month'])
  switch (every) {
    case 'day':
      return { every }
    case 'weekdays':
      return { every: 'week', on: [1, 2, 3, 4, 5] }
    case 'week': {
      const on = reader
        .list('on', 7)
        .filter((day): day is number => Number.isInteger(day) && Number(day) >= 1 && Number(day) <= 7)
      if (on.length === 0 || on.length !== reader.list('on', 7).length)
        reader.say('on', 'not_weekdays', 'must list weekdays, 1 for Monday to 7 for Sunday')
      return { every, on: [...new Set(on)].sort() }
    }
    case 'month':
      return { every, on: reader.whole('on', 1, 31) }
  }
}

function parseBank(reader: ContractReader): BankRule {
  const clocks = reader.has('sentAt') || reader.has('cutOff')
  const bank: BankRule = {
    account: reader.text('account'),
    calendars: reader.texts('calendars', 8),
    bookingLagDays: reader.whole('bookingLagDays', 0, 30, 0),
    ...(clocks ? { sentAtMinute: reader.minute('sentAt'), cutOffMinute: reader.minute('cutOff') } : {}),
  }
  if (bank.calendars.length === 0) reader.say('calendars', 'no_calendar', 'must name at least one calendar')
  reader.end()
  return bank
}

function parseReserve(reader: ContractReader) {
  const reserve = { percent: reader.decimal('percent'), releaseDays: reader.whole('releaseDays', 1, 730) }
  if (Number(reserve.percent) > 100) reader.say('percent', 'above_hundred', 'may not be above 100')
  reader.end()
  return reserve
}
