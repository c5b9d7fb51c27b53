import { checkSalesDay, fromMinorUnits, type MatchLine, type MatchPayment } from '@counterfoil/settlement/funds'
import { settlementTools } from '../../settlement-tools.ts'
import type { Records } from './load-records.ts'
import { type Again, isSure, type Recompute } from './recompute.ts'
import type { PaymentRecord } from './shapes.ts'
import { isByHand } from './standing-links.ts'

interface Settled {
  readonly line: MatchLine
  readonly byHand: boolean
}

/**
 * authorised − voided = settled gross + missing + in flight, out of payments, their links and the lines these go to. Null for a day of
 * which a row lies outside of the bundle, or that a person or a till has changed since the last run: the next one adds it up.
 */
export function openDays(records: Records, again: Again): Recompute {
  const days = Map.groupBy(
    [...records.payments.values()].filter(isCounted),
    ({ acquirer, store, salesDay, currency }) => `${acquirer} ${store} ${salesDay} ${currency}`,
  )
  const pairs = pairUp(again)
  const named = new Set([...records.exceptions.values()].flatMap((one) => (isBag(one) ? (one.payments ?? []) : [])))
  const contracts = new Map(records.contracts.map(({ contract }) => [`${contract.id} ${contract.version}`, contract]))
  return (about, run) => {
    const payments = days.get(about) ?? []
    if (!isInScope(records, about)) return null
    if (payments.some(({ id, judged }) => judged === false || again.late.has(id) || pairs.get(id) === 'outside')) return null
    if (payments.some(({ id }) => named.has(id) !== again.bagged.has(id))) return null
    const asOf = records.runs.get(run ?? -1)?.asOf
    const sums = { authorised: 0, voided: 0, settled: 0, differences: 0, missing: 0, inFlight: 0 }
    for (const payment of payments) {
      const { id, amountMinor, reversed, fileDue, contract, contractVersion } = payment
      const tolerance = contracts.get(`${contract} ${contractVersion}`)?.tolerance.grossMinor ?? 0
      sums.authorised += amountMinor
      if (reversed) sums.voided += amountMinor
      const pair = pairs.get(id)
      if (pair !== undefined && pair !== 'outside') {
        const { settled, difference } = compare(payment, pair, tolerance)
        sums.settled += settled
        sums.differences += difference
      } else if (again.bagged.has(id)) sums.settled += amountMinor
      else if (!reversed && asOf !== undefined && fileDue !== null && fileDue < asOf) sums.missing += amountMinor
      else if (!reversed) sums.inFlight += amountMinor
    }
    const exponent = settlementTools.minorUnitExponent(about.slice(-3)) ?? 2
    const exact = (minor: number) => fromMinorUnits(BigInt(minor), exponent)
    const identity = checkSalesDay({
      about,
      authorised: exact(sums.authorised),
      voided: exact(sums.voided),
      settledGross: exact(sums.settled),
      differences: exact(sums.differences),
      missing: exact(sums.missing),
      inFlight: exact(sums.inFlight),
    })
    return { left: identity.left, right: identity.right, together: asOf === undefined ? ['missing', 'in_flight'] : [] }
  }
}

const isCounted = ({ kind, outcome, contract }: PaymentRecord): boolean =>
  kind === 'sale' && contract !== null && (outcome === 'approved' || outcome === 'unknown')

const isBag = ({ code, state }: { readonly code: string; readonly state: string }): boolean =>
  code === 'TOTAL_ONLY' && state !== 'closed'

/** A bundle of one acquirer or one store tells the sums of all days, and has the rows of its own. */
function isInScope({ head }: Records, about: string): boolean {
  const { acquirer = null, store = null } = head ?? {}
  const end = /^(.*) \d{4}-\d\d-\d\d [A-Z]{3}$/.exec(about)?.[1] ?? ''
  return (acquirer === null || end.startsWith(`${acquirer} `)) && (store === null || end.endsWith(` ${store}`))
}

/** Of each payment the line that settles it; a chargeback, or a refund nobody made, stands beside. */
function pairUp({ standing, sides }: Again): Map<string, Settled | 'outside'> {
  const pairs = new Map<string, Settled | 'outside'>()
  for (const one of standing) {
    if (one.join !== 'payment_line' || !isSure(one) || one.amountMinor < 0) continue
    const line = sides.lines.get(one.to)
    const payment: MatchPayment | undefined = sides.payments.get(one.from)
    if (line === undefined) pairs.set(one.from, 'outside')
    else if (payment?.kind === line.kind) pairs.set(one.from, { line, byHand: isByHand(one) })
  }
  return pairs
}

/** What was settled, and how far that is from the till's word beyond what the contract lets pass. All of it, of a sale that was voided. */
function compare({ amountMinor, currency, reversed }: PaymentRecord, { line, byHand }: Settled, tolerance: number) {
  if (line.currency !== currency && !byHand) return { settled: amountMinor, difference: reversed ? Math.abs(line.grossMinor) : 0 }
  const settled = line.grossMinor
  const difference = settled - amountMinor
  if (byHand) return { settled, difference }
  if (reversed) return { settled, difference: settled }
  return { settled, difference: Math.abs(difference) > tolerance ? difference : 0 }
}
