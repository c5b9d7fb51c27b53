import {
  type Contract,
  civilDay,
  confirmsItself,
  dayNumber,
  deriveFundsStatus,
  formatDecimal,
  openContractClock,
  type SideExit,
} from '@counterfoil/settlement/funds'
import type { Decision } from './decide.ts'
import { successorsOf } from './raise-ties.ts'
import type { EarlierArrivals } from './read-arrivals.ts'
import type { ByHand } from './read-held.ts'
import type { RunLine } from './read-lines.ts'
import type { HeldStatus, RunPayment } from './read-payments.ts'
import type { RunPayout } from './read-payouts.ts'
import type { SettledPayment } from './read-settled.ts'
import type { WrittenOff } from './read-written-off.ts'

export interface JudgedPayment {
  readonly storeId: number
  readonly openedOn: string
  readonly id: string
  readonly status: Omit<HeldStatus, 'judged'>
}

export interface JudgeInput {
  readonly decision: Decision
  readonly payments: readonly RunPayment[]
  readonly settled: readonly SettledPayment[]
  readonly lines: readonly RunLine[]
  readonly payouts: readonly RunPayout[]
  readonly contracts: readonly Contract[]
  readonly lineHand: ByHand
  readonly payoutHand: ByHand
  /** Payments and lines of exceptions that stand, with their codes. */
  readonly troubled: ReadonlyMap<string, ReadonlySet<string>>
  /** Payouts that an acquirer holds back a part of. */
  readonly heldBack: ReadonlySet<number>
  readonly writtenOff: Pick<WrittenOff, 'payments' | 'payouts'>
  /** Payments of which a link was taken back. */
  readonly unlinked: ReadonlySet<string>
  /** Of payouts that are not among those of this run. */
  readonly earlier: EarlierArrivals
  readonly today: string
}

interface Arrival {
  readonly on: string | null
  readonly tentative: boolean
}

/** Where the money of each payment is now; only what is not as it was written is given back. */
export function judgePayments(input: JudgeInput): JudgedPayment[] {
  const arrivalOf = readArrivals(input)
  const lineOf = new Map(
    input.decision.lineMatching.pairs
      .filter(({ rule }) => confirmsItself(rule))
      .map(({ payment, line }) => [payment.id, line.id]),
  )
  for (const pair of input.lineHand.pairs) lineOf.set(pair.from, pair.to)
  const byLine = new Map(input.lines.map((line) => [line.id, line]))
  const bagged = new Set(input.decision.lineMatching.bags.flatMap(({ payments }) => payments))
  const chargebacks = new Map<string, string[]>()
  for (const { line, parent } of input.decision.lineMatching.children)
    if (line.kind.startsWith('chargeback')) chargebacks.set(parent.id, [...(chargebacks.get(parent.id) ?? []), line.kind])
  const clock = openContractClock(input.contracts)
  const isGivenUp = (id: string, payoutId: number | null): boolean =>
    input.writtenOff.payments.has(id) || (payoutId !== null && input.writtenOff.payouts.has(payoutId))
  const judged: JudgedPayment[] = []
  const keep = (
    payment: Pick<RunPayment, 'storeId' | 'openedOn'>,
    id: string,
    held: HeldStatus,
    status: JudgedPayment['status'],
  ) => {
    if (!isAsHeld(held, status)) judged.push({ storeId: payment.storeId, openedOn: payment.openedOn, id, status })
  }
  for (const payment of input.payments) {
    const { match, held, due, refundedMinor } = payment
    if (held === null) continue
    const line = byLine.get(lineOf.get(match.id) ?? '')
    const codes = [input.troubled.get(match.id), line && input.troubled.get(line.id)]
    const settledMinor = line ? (line.kind === 'refund' ? -line.grossMinor : line.grossMinor) : null
    // Most settle to the cent, and then nothing has to be let pass.
    const differs = settledMinor !== null && settledMinor !== match.amountMinor
    const tolerance = differs ? (clock.find(match, match.happenedAtMs)?.contract.tolerance.grossMinor ?? 0) : 0
    keep(
      payment,
      match.id,
      held,
      statusOf({
        ...{ outcome: match.outcome, amountMinor: match.amountMinor, refundedMinor, due, settledMinor },
        settledFee: line ? formatDecimal(line.fee) : null,
        payoutId: line?.payoutId ?? null,
        arrival: arrivalOf(line?.payoutId ?? null),
        // The line of a chargeback is looked at once: what it said stands until it is taken back.
        chargeback:
          chargebacks.has(match.id) || input.unlinked.has(match.id)
            ? chargebackOf(chargebacks.get(match.id) ?? [])
            : heldChargeback(held.exits),
        captured: payment.captured,
        reserved: input.heldBack.has(line?.payoutId ?? 0),
        writtenOff: isGivenUp(match.id, line?.payoutId ?? null),
        tolerance,
        totalOnly: bagged.has(match.id),
        has: (code) => codes.some((some) => some?.has(code)),
        today: input.today,
      }),
    )
  }
  const seen = new Set(input.payments.map(({ match }) => match.id))
  for (const payment of input.settled) {
    if (seen.has(payment.id)) continue
    const { held, id, outcome, amountMinor, refundedMinor, due, toleranceMinor, nowIn } = payment
    const codes = input.troubled.get(id)
    keep(
      payment,
      id,
      held,
      statusOf({
        ...{ outcome, amountMinor, refundedMinor, due },
        settledMinor: held.settledMinor,
        settledFee: held.settledFee,
        payoutId: nowIn,
        arrival: arrivalOf(nowIn),
        chargeback: heldChargeback(held.exits),
        captured: true,
        reserved: input.heldBack.has(nowIn ?? 0),
        writtenOff: isGivenUp(id, nowIn),
        tolerance: toleranceMinor,
        totalOnly: false,
        has: (code) => codes?.has(code) === true,
        today: input.today,
      }),
    )
  }
  return judged
}

interface Known {
  readonly outcome: RunPayment['match']['outcome']
  readonly amountMinor: number
  readonly refundedMinor: number
  readonly due: RunPayment['due']
  readonly settledMinor: number | null
  readonly settledFee: string | null
  readonly payoutId: number | null
  readonly arrival: Arrival
  readonly chargeback: 'none' | 'first' | 'second' | 'reversed'
  readonly captured: boolean
  readonly reserved: boolean
  readonly writtenOff: boolean
  readonly tolerance: number
  readonly totalOnly: boolean
  readonly has: (code: string) => boolean
  readonly today: string
}

function statusOf(known: Known): JudgedPayment['status'] {
  const { outcome, amountMinor, settledMinor, arrival, payoutId, has, today } = known
  const status = deriveFundsStatus(
    {
      ...{ outcome, amountMinor, refundedMinor: known.refundedMinor, due: known.due, chargeback: known.chargeback },
      ...{ captured: known.captured, reserved: known.reserved, writtenOff: known.writtenOff },
      settled: settledMinor !== null,
      totalOnly: known.totalOnly,
      inPayout: payoutId !== null,
      tentative: arrival.tentative,
      arrivedOn: arrival.on,
      fileMissing: has('silenced'),
      differenceMinor: settledMinor === null ? 0 : settledMinor - amountMinor,
      toleranceMinor: known.tolerance,
      duplicate: has('DUPLICATE_SETTLEMENT'),
      currencyDiffers: has('CURRENCY_MISMATCH'),
      feeDeviates: has('FEE_DEVIATES'),
      needsPerson: has('AMBIGUOUS') || has('STATUS_CONFLICT'),
    },
    today,
  )
  const meant = outcome === 'approved' || outcome === 'unknown'
  return {
    ...status,
    settledMinor,
    settledFee: known.settledFee,
    payoutId,
    arrivedOn: arrival.on,
    open: arrival.on === null && !known.writtenOff && (meant || settledMinor !== null),
  }
}

function readArrivals(input: JudgeInput): (payoutId: number | null) => Arrival {
  const { decision, payouts, payoutHand, earlier } = input
  const arrivedOn = new Map<string, number>()
  const tentative = new Set(decision.payoutMatching.tentative.flatMap((link) => link.payouts.map(({ id }) => id)))
  for (const { rule, payouts: linked, lines, returned } of decision.payoutMatching.links) {
    if (returned || !confirmsItself(rule)) continue
    const day = Math.max(...lines.map(({ bookingDay }) => bookingDay))
    for (const { id } of linked) arrivedOn.set(id, day)
  }
  for (const { from, bookedOn } of payoutHand.pairs)
    if (bookedOn !== null) arrivedOn.set(from, Math.max(arrivedOn.get(from) ?? 0, dayNumber(bookedOn)))
  const successors = successorsOf(payouts)
  return (payoutId) => {
    if (payoutId === null) return { on: null, tentative: false }
    const before = earlier.get(payoutId)
    if (before !== undefined) return { on: before, tentative: false }
    const id = String(successors.get(payoutId) ?? payoutId)
    const day = arrivedOn.get(id)
    return { on: day === undefined || day === 0 ? null : civilDay(day), tentative: tentative.has(id) }
  }
}

function chargebackOf(kinds: readonly string[]): Known['chargeback'] {
  const first = kinds.filter((kind) => kind === 'chargeback').length
  if (first === 0) return 'none'
  if (kinds.filter((kind) => kind === 'chargeback-reversed').length >= first) return 'reversed'
  return first > 1 ? 'second' : 'first'
}

function heldChargeback(exits: readonly string[]): Known['chargeback'] {
  if (exits.includes('charged_back_reversed' satisfies SideExit)) return 'reversed'
  if (exits.includes('charged_back_second' satisfies SideExit)) return 'second'
  return exits.includes('charged_back_first' satisfies SideExit) ? 'first' : 'none'
}

function isAsHeld(held: HeldStatus, now: JudgedPayment['status']): boolean {
  return (
    held.judged &&
    held.position === now.position &&
    held.health === now.health &&
    held.settledMinor === now.settledMinor &&
    isSameAmount(held.settledFee, now.settledFee) &&
    held.payoutId === now.payoutId &&
    held.arrivedOn === now.arrivedOn &&
    held.open === now.open &&
    held.exits.join() === now.exits.join()
  )
}

/** PostgreSQL writes 0.50, the parser 0.5. */
const isSameAmount = (a: string | null, b: string | null): boolean =>
  a === null || b === null ? a === b : Number(a) === Number(b)
