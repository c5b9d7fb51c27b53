import { type AgentEvent, type AgentEventOf, hideFirstDigits } from '@counterfoil/protocol'
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
  const older = held !== null && isOlder(place, held)
  const state: Draft = held === null ? emptyPayment(event, place) : { ...held }
  tell(state, event, place, older)
  if (!older) {
    state.agentId = place.agentId
    state.lastEpoch = place.epoch
    state.lastSeq = place.seq
  }
  return state
}

/** A row's own copy, written field by field: copying it for each group of fields costs more than all the rest. */
type Draft = { -readonly [Field in keyof PaymentState]: PaymentState[Field] }

/** Whoever enrols again goes on with its payments under another number and in a later epoch: what it told before may come after that. */
function isOlder(place: EventPlace, held: PaymentState): boolean {
  if (place.epoch !== held.lastEpoch) return place.epoch < held.lastEpoch
  return place.agentId === held.agentId && place.seq <= held.lastSeq
}

function emptyPayment(event: PaymentEvent, place: EventPlace): Draft {
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

function tell(state: Draft, event: PaymentEvent, place: EventPlace, older: boolean): void {
  switch (event.kind) {
    case 'payment.opened':
      state.laneId = place.laneId
      state.terminalId = place.terminalId
      state.kind = event.paymentKind
      state.intake = event.details.intake === 'tapped' ? 'tapped' : 'driven'
      state.parent = event.parent ?? state.parent
      state.basket = detail(event.details.basket) ?? state.basket
      state.cashier = detail(event.details.cashier) ?? state.cashier
      state.requestedMinor = event.amountMinor
      state.currency = event.currency
      state.openedAtMs = event.at
      return
    case 'payment.answered':
      if (state.final || older) {
        tellResult(state, event.result, true)
        state.answeredAtMs = state.answeredAtMs ?? event.at
        return
      }
      tellResult(state, event.result, false)
      state.outcome = event.outcome
      state.stage = null
      state.reason = null
      state.answeredAtMs = event.at
      return
    case 'payment.finalised':
      if (state.final) return
      tellResult(state, event.result, older)
      state.kind = event.paymentKind
      state.requestedMinor = state.requestedMinor === 0 ? event.amountMinor : state.requestedMinor
      state.currency = event.currency
      state.outcome = event.outcome
      state.final = true
      state.stage = null
      state.reason = event.reason ?? null
      state.recovered = event.recovered
      state.authorisedMinor = event.outcome === 'approved' ? event.amountMinor : state.authorisedMinor
      state.finalisedAtMs = event.at
      state.businessDate = place.businessDate
      state.timeZone = place.timeZone
      return
    case 'payment.unknown':
      if (state.final || older) return
      state.outcome = 'unknown'
      state.stage = event.stage
      state.reason = event.why
      return
    case 'payment.inquired':
      return
  }
}

/** `gapsOnly`: a field somebody has told already stays as it is. */
function tellResult(state: Draft, result: Result, gapsOnly: boolean): void {
  const { method, card } = result
  state.tipMinor = told(state.tipMinor, result.tipMinor, gapsOnly)
  state.scheme = told(state.scheme, method?.scheme, gapsOnly)
  state.funding = told(state.funding, method?.funding, gapsOnly)
  state.wallet = told(state.wallet, method?.wallet, gapsOnly)
  state.first6 = told(state.first6, card?.first6, gapsOnly)
  state.last4 = told(state.last4, card?.last4, gapsOnly)
  state.cardName = told(state.cardName, shown(card?.name), gapsOnly)
  state.entry = told(state.entry, result.entry, gapsOnly)
  state.cvm = told(state.cvm, result.cardholderVerification, gapsOnly)
  state.authorised = told(state.authorised, result.authorised, gapsOnly)
  state.authorisationCode = told(state.authorisationCode, result.authorisationCode, gapsOnly)
  state.trace = told(state.trace, result.trace, gapsOnly)
  state.retrievalReference = told(state.retrievalReference, result.retrievalReference, gapsOnly)
  state.receipt = told(state.receipt, result.receipt, gapsOnly)
  state.tid = told(state.tid, result.terminalId, gapsOnly)
  state.merchantNumber = told(state.merchantNumber, result.merchantNumber, gapsOnly)
  state.applicationId = told(state.applicationId, result.applicationId, gapsOnly)
  state.resultCode = told(state.resultCode, result.resultCode, gapsOnly)
  state.resultText = told(state.resultText, shown(result.resultText), gapsOnly)
  state.terminalDate = told(state.terminalDate, result.terminalDate, gapsOnly)
  state.terminalTime = told(state.terminalTime, result.terminalTime, gapsOnly)
}

function told<Value>(before: Value | null, now: Value | undefined, gapsOnly: boolean): Value | null {
  if (now === undefined || (gapsOnly && before !== null)) return before
  return now
}

function detail(value: string | number | undefined): string | null {
  return value === undefined ? null : hideFirstDigits(String(value))
}

/** What pages show of texts has no first six digits in it: those are one field, for those who may. */
function shown(text: string | undefined): string | undefined {
  return text === undefined ? undefined : hideFirstDigits(text)
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
