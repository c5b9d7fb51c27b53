import type { AgentEvent, AgentEventOf } from '@counterfoil/protocol'
import { paymentIdDate, paymentIdMs } from './payment-id-time.ts'
import type { EventPlace, PaymentState } from './payment-state.ts'

/** Events that tell something about one payment. */
export type PaymentEvent = Extract<AgentEvent, { kind: `payment.${string}` }>
type Result = AgentEventOf<'payment.answered'>['result']

/**
 * One event more of a payment: what was told stays told, what is told anew wins, a final outcome never goes back, and an
 * event older than the row (epoch, number) only fills gaps. The rebuild of the projection runs this same function.
 */
export function projectPayment(held: PaymentState | null, event: PaymentEvent, place: EventPlace): PaymentState {
  if (held === null) return tell(emptyPayment(event, place), event, place, false)
  if (isOlder(place, held)) return tell(held, event, place, true)
  return { ...tell(held, event, place, false), agentId: place.agentId, lastEpoch: place.epoch, lastSeq: place.seq }
}

function isOlder(place: EventPlace, held: PaymentState): boolean {
  if (place.agentId !== held.agentId) return false
  return place.epoch < held.lastEpoch || (place.epoch === held.lastEpoch && place.seq <= held.lastSeq)
}

function emptyPayment(event: PaymentEvent, place: EventPlace): PaymentState {
  const idMs = paymentIdMs(event.payment)
  return {
    ...NOTHING_TOLD,
    id: event.payment,
    storeId: place.storeId,
    openedOn: paymentIdDate(event.payment),
    laneId: place.laneId,
    terminalId: place.terminalId,
    agentId: place.agentId,
    currency: place.storeCurrency,
    // The id was made when the payment began; an id from no clock at all must not move it by years.
    openedAtMs: Math.abs(idMs - event.at) < 30 * 86_400_000 ? idMs : event.at,
    businessDate: place.businessDate,
    timeZone: place.timeZone,
    lastEpoch: place.epoch,
    lastSeq: place.seq,
  }
}

function tell(before: PaymentState, event: PaymentEvent, place: EventPlace, older: boolean): PaymentState {
  switch (event.kind) {
    case 'payment.opened':
      return {
        ...before,
        laneId: place.laneId,
        terminalId: place.terminalId,
        kind: event.paymentKind,
        intake: event.details.intake === 'tapped' ? 'tapped' : 'driven',
        parent: event.parent ?? before.parent,
        basket: detail(event.details.basket) ?? before.basket,
        cashier: detail(event.details.cashier) ?? before.cashier,
        requestedMinor: event.amountMinor,
        currency: event.currency,
        openedAtMs: event.at,
      }
    case 'payment.answered':
      if (before.final || older)
        return { ...before, ...gaps(before, resultFields(before, event.result)), answeredAtMs: before.answeredAtMs ?? event.at }
      return {
        ...before,
        ...resultFields(before, event.result),
        outcome: event.outcome,
        stage: null,
        reason: null,
        answeredAtMs: event.at,
      }
    case 'payment.finalised':
      if (before.final) return before
      return {
        ...before,
        ...(older ? gaps(before, resultFields(before, event.result)) : resultFields(before, event.result)),
        kind: event.paymentKind,
        requestedMinor: before.requestedMinor === 0 ? event.amountMinor : before.requestedMinor,
        currency: event.currency,
        outcome: event.outcome,
        final: true,
        stage: null,
        reason: event.reason ?? null,
        recovered: event.recovered,
        authorisedMinor: event.outcome === 'approved' ? event.amountMinor : before.authorisedMinor,
        finalisedAtMs: event.at,
        businessDate: place.businessDate,
        timeZone: place.timeZone,
      }
    case 'payment.unknown':
      if (before.final || older) return before
      return { ...before, outcome: 'unknown', stage: event.stage, reason: event.why }
    case 'payment.inquired':
      return before
  }
}

function resultFields(before: PaymentState, result: Result): Partial<PaymentState> {
  return {
    tipMinor: result.tipMinor ?? before.tipMinor,
    scheme: result.method?.scheme ?? before.scheme,
    funding: result.method?.funding ?? before.funding,
    wallet: result.method?.wallet ?? before.wallet,
    first6: result.card?.first6 ?? before.first6,
    last4: result.card?.last4 ?? before.last4,
    cardName: result.card?.name ?? before.cardName,
    entry: result.entry ?? before.entry,
    cvm: result.cardholderVerification ?? before.cvm,
    authorised: result.authorised ?? before.authorised,
    authorisationCode: result.authorisationCode ?? before.authorisationCode,
    trace: result.trace ?? before.trace,
    retrievalReference: result.retrievalReference ?? before.retrievalReference,
    receipt: result.receipt ?? before.receipt,
    tid: result.terminalId ?? before.tid,
    merchantNumber: result.merchantNumber ?? before.merchantNumber,
    applicationId: result.applicationId ?? before.applicationId,
    resultCode: result.resultCode ?? before.resultCode,
    resultText: result.resultText ?? before.resultText,
    terminalDate: result.terminalDate ?? before.terminalDate,
    terminalTime: result.terminalTime ?? before.terminalTime,
  }
}

/** Of the new values only those of fields nobody has told yet. */
function gaps(before: PaymentState, told: Partial<PaymentState>): Partial<PaymentState> {
  return Object.fromEntries(Object.entries(told).filter(([name]) => before[name as keyof PaymentState] === null))
}

function detail(value: string | number | undefined): string | null {
  return value === undefined ? null : String(value)
}

const NOTHING_TOLD = {
  kind: 'sale',
  intake: 'driven',
  parent: null,
  basket: null,
  cashier: null,
  requestedMinor: 0,
  authorisedMinor: null,
  tipMinor: null,
  outcome: 'open',
  final: false,
  stage: null,
  reason: null,
  recovered: false,
  scheme: null,
  funding: null,
  wallet: null,
  first6: null,
  last4: null,
  cardName: null,
  entry: null,
  cvm: null,
  authorised: null,
  authorisationCode: null,
  trace: null,
  retrievalReference: null,
  receipt: null,
  tid: null,
  merchantNumber: null,
  applicationId: null,
  resultCode: null,
  resultText: null,
  terminalDate: null,
  terminalTime: null,
  answeredAtMs: null,
  finalisedAtMs: null,
} as const
