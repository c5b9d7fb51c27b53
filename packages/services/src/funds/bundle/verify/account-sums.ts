import { add, checkFunds, type Decimal, fromMinorUnits, minorAmount, subtract } from '@counterfoil/settlement/funds'
import { findPayoutContract } from '../../run/payout-terms.ts'
import { settlementTools } from '../../settlement-tools.ts'
import type { AccountSums } from './collected-rows.ts'
import type { Records } from './load-records.ts'
import { type Again, isSure, type Recompute } from './recompute.ts'
import type { PayoutRecord } from './shapes.ts'

const ZERO: Decimal = { units: 0n, scale: 0 }
/** What was too little to be sent comes as many days later at most; its file may lie before the period. */
const CARRIED_ON = 21
const DAY_MS = 86_400_000

/**
 * settled gross − fees − refunds − chargebacks ± reserve ± adjustments = arrived + in transit + missing in bank + short, out of lines,
 * payouts and their links. Null where a payout of the day, or a line of it, lies outside of the bundle.
 */
export function openAccounts(records: Records, again: Again): Recompute {
  const arrived = new Map<number, number>()
  for (const { join, from, amountMinor, ...one } of again.standing)
    if (join === 'payout_bank' && isSure({ join, from, amountMinor, ...one }))
      arrived.set(Number(from), (arrived.get(Number(from)) ?? 0) + amountMinor)
  const missing = new Set(
    [...records.exceptions.values()]
      .filter(({ code, state }) => code === 'MISSING_IN_BANK' && state !== 'closed')
      .flatMap(({ payouts }) => payouts ?? []),
  )
  const carried = Map.groupBy(records.payouts.values(), ({ carriedInto }) => carriedInto)
  const { from = '', to = '' } = (records.head?.period ?? {}) as { from?: string; to?: string }
  const contracts = records.contracts.map(({ contract }) => contract)
  return (about, _run, of) => {
    const payouts = (of ?? []).flatMap((id) => records.payouts.get(id) ?? [])
    // Of a day whose payouts all count no more the figures of then are left.
    if (payouts.length === 0 || payouts.length !== of?.length) return null
    const told = payouts.flatMap((payout) => {
      const sums = again.rows.accountOf(payout.id)
      return sums !== null && sums.lines > 0 ? [{ payout, sums }] : []
    })
    if (payouts.some((payout) => !isWhole(payout, again) || again.late.has(String(payout.id)))) return null
    const exponent = settlementTools.minorUnitExponent(payouts[0]?.currency ?? '') ?? 2
    const exact = (name: Exclude<keyof AccountSums, 'lines'>): Decimal =>
      told.reduce<Decimal>((sum, one) => add(sum, one.sums[name]), ZERO)
    const minor = (read: (payout: PayoutRecord) => number): Decimal =>
      fromMinorUnits(
        told.reduce((sum, { payout }) => sum + BigInt(read(payout)), 0n),
        exponent,
      )
    const sent = (payout: PayoutRecord): number => arrived.get(payout.id) ?? 0
    const at = (place: ReturnType<typeof placeOf>) => minor((payout) => (placeOf(payout) === place ? payout.amountMinor : 0))
    function placeOf(payout: PayoutRecord): 'carried' | 'arrived' | 'missing' | 'open' | 'gone' {
      if (payout.carriedOver) return 'carried'
      if (sent(payout) !== 0) return 'arrived'
      return missing.has(payout.id) ? 'missing' : payout.open ? 'open' : 'gone'
    }
    const toleranceOf = (payout: PayoutRecord): number => findPayoutContract(payout, contracts)?.tolerance.payoutMinor ?? 0
    const short = (payout: PayoutRecord): number => {
      const rest = placeOf(payout) === 'arrived' ? payout.amountMinor - sent(payout) : 0
      return Math.abs(rest) > toleranceOf(payout) ? rest : 0
    }
    const brought = told.flatMap(({ payout, sums }) => (tellsAll(sums, payout, exponent) ? [] : (carried.get(payout.id) ?? [])))
    // What came with the first of a period may come from before it.
    const outside = told.some(({ payout, sums }) => !tellsAll(sums, payout, exponent) && isEarly(payout, from))
    const identity = checkFunds({
      about,
      settledGross: exact('gross'),
      ...{ fees: exact('fees'), refunds: exact('refunds'), chargebacks: exact('chargebacks') },
      ...{ reserve: exact('reserve'), adjustments: exact('adjustments') },
      carriedIn: fromMinorUnits(
        brought.reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), 0n),
        exponent,
      ),
      carriedOut: at('carried'),
      arrived: minor(sent),
      ...{ inTransit: at('open'), missingInBank: at('missing'), short: minor(short) },
    })
    // Exceptions of the period alone are here, and of a store none that is about a payout.
    const unsure = (records.head?.store ?? null) !== null || payouts.some(({ dueOn }) => dueOn > to)
    return {
      ...{ left: identity.left, right: identity.right, told: outside ? ['carried_in'] : [] },
      together: unsure ? ['in_transit', 'missing_in_bank'] : [],
    }
  }
}

/** Its file counts, and all of its lines are here. */
function isWhole({ id, lineCount, fileState }: PayoutRecord, { rows }: Again): boolean {
  return fileState === 'imported' && (rows.accountOf(id)?.lines ?? 0) === lineCount
}

const isEarly = ({ announcedOn }: PayoutRecord, from: string): boolean =>
  Date.parse(announcedOn) < Date.parse(from) + CARRIED_ON * DAY_MS

/** Whether its lines alone come to what is sent. */
function tellsAll(
  { gross, fees, refunds, chargebacks, reserve, adjustments }: AccountSums,
  payout: PayoutRecord,
  exponent: number,
) {
  const taken = [fees, refunds, chargebacks, reserve].reduce<Decimal>((sum, one) => add(sum, one), ZERO)
  return minorAmount(subtract(add(gross, adjustments), taken), exponent) === payout.amountMinor
}
