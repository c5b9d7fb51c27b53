import { type CalendarTable, type Expecter, openExpecter, parseDecimal, subtract } from '@counterfoil/settlement/funds'
import { settlementTools } from '../../settlement-tools.ts'
import type { Findings, FundsReport } from './findings.ts'
import type { DatedCalendar, Records } from './load-records.ts'
import type { PaymentRecord } from './shapes.ts'

/** Says again what each payment's contract and calendars made of it: how much, less which fee, when. */
export function checkExpectations(records: Records, findings: Findings): FundsReport['expectations'] {
  const contracts = new Map(records.contracts.map(({ contract }) => [`${contract.id} ${contract.version}`, contract]))
  let [recomputed, without] = [0, 0]
  const expecters = new Map<string, Expecter>()
  for (const payment of records.payments.values()) {
    if (payment.contract === null) {
      without += 1
      continue
    }
    const contract = contracts.get(`${payment.contract} ${payment.contractVersion}`)
    if (contract === undefined) {
      findings.add(
        'missing',
        `Payment ${payment.id}: contract ${payment.contract} version ${payment.contractVersion} is not in the bundle.`,
      )
      continue
    }
    const key = JSON.stringify([payment.contract, payment.contractVersion, payment.calendars])
    const expect = expecters.get(key) ?? openExpecter([contract], editionsOf(payment, records.calendars))
    expecters.set(key, expect)
    const { acquirer, merchantAccount, currency, amountMinor, happenedAtMs, kind } = payment
    const expected = expect({
      kind: kind === 'refund' ? 'refund' : 'sale',
      acquirer: acquirer ?? '',
      merchantAccount: merchantAccount ?? '',
      exponent: settlementTools.minorUnitExponent(currency) ?? 2,
      ...{ currency, amountMinor, happenedAtMs },
      scheme: payment.scheme ?? undefined,
      funding: payment.funding ?? undefined,
      wallet: payment.wallet ?? undefined,
    })
    if (!expected.ok)
      findings.add('changed', `Payment ${payment.id}: what is expected cannot be said again (${expected.reason.kind}).`)
    else {
      const { salesDay, payoutDay: payoutOn, arrivalDue: dueOn, lateAfter, missingAfter, fileDue } = expected
      const days = { salesDay, payoutOn, dueOn, lateAfter, missingAfter, fileDue }
      const amounts = { gross: expected.gross, fee: expected.fee, net: expected.net }
      const wrong = [
        ...Object.entries(days).flatMap(([name, day]) => (payment[name as keyof typeof days] === day ? [] : [name])),
        ...Object.entries(amounts).flatMap(([name, amount]) => {
          const written = parseDecimal(payment[name as keyof typeof amounts] ?? '')
          return written && subtract(written, amount).units === 0n ? [] : [name]
        }),
      ]
      if (wrong.length > 0)
        findings.add('changed', `Payment ${payment.id}: its contract makes another ${wrong.join(', ')} of it.`)
      recomputed += 1
    }
  }
  return { recomputed, without }
}

/** The editions the payment was told by. */
function editionsOf({ calendars }: PaymentRecord, known: readonly DatedCalendar[]): readonly CalendarTable[] {
  const wanted = (calendars ?? {}) as Readonly<Record<string, number>>
  return known.filter(({ name, version }) => wanted[name] === version).map(({ table }) => table)
}
