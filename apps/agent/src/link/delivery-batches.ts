import type { Delivering, DeliveryEffect, DeliveryInput, DeliveryStep, HaltCode } from './delivery-state.ts'
import { afterAnswer, narrowed } from './narrow-batches.ts'

/** Two, so that the line is not idle while the hub commits; more would only fill its memory. */
export const WINDOW = 2
export const ANSWER_MS = 20_000
const REFUSED_RETRY_MS = 60_000

interface Ways {
  reconnect(state: Delivering, attempt: number, why: string, atLeastMs?: number): DeliveryStep
  halt(code: HaltCode, message: string): DeliveryStep
}

/** Asks for the next batch while there is room; `first` starts the wait for its answer. */
export function fill(state: Delivering, first: boolean): DeliveryStep {
  const effects: DeliveryEffect[] = first ? [{ type: 'start_timer', timer: 'answer', delayMs: ANSWER_MS }] : []
  const { sent: after, credit } = state
  const maxEvents = narrowed(state.maxEvents, state.narrowing)
  if (state.flights.length < WINDOW) effects.push({ type: 'send_next', after, maxEvents, credit })
  return { state, effects }
}

/** What the hub's answer to one batch means. Answers to batches given up meanwhile are ignored. */
export function batchAnswered(
  state: Delivering,
  input: Extract<DeliveryInput, { type: 'batch_answer' }>,
  ways: Ways,
): DeliveryStep {
  const { answer, comparison } = input
  const flight = state.flights.find((candidate) => candidate.id === input.id)
  if (flight === undefined) return { state, effects: [] }
  if (answer.ok) {
    if (comparison?.match !== 'same') return ways.halt(comparison?.match ?? 'fork', mismatchSentence(answer.highWater))
    const flights = state.flights.filter((candidate) => candidate.id !== flight.id)
    const acknowledge: DeliveryEffect = { type: 'acknowledge', highWater: answer.highWater, head: answer.head }
    const short = answer.highWater < flight.lastSeq
    const next: Delivering = {
      ...state,
      confirmed: answer.highWater,
      sent: short ? answer.highWater : Math.max(state.sent, answer.highWater),
      flights: short ? [] : flights,
      strikes: short ? state.strikes + 1 : 0,
      narrowing: afterAnswer(state.narrowing),
      quarantined: answer.quarantined === true,
      pulsed: false,
    }
    const filled = fill(next, next.flights.length > 0)
    const settle: DeliveryEffect[] = next.flights.length > 0 ? [] : [{ type: 'cancel_timer', timer: 'answer' }]
    return {
      state: filled.state,
      effects: [acknowledge, ...quarantineReport(state, answer.quarantined === true), ...settle, ...filled.effects],
    }
  }
  const strikes = state.strikes + 1
  switch (answer.code) {
    case 'gap': {
      const from = answer.resendFrom ?? state.confirmed + 1
      if (from - 1 > input.ourLastSeq)
        return ways.halt(
          'ahead',
          `The hub asks for event ${from}; this agent has given out numbers up to ${input.ourLastSeq} only. Its outbox was replaced by an older one. Put the newer file back, or enrol anew.`,
        )
      if (strikes > 1) return pause({ ...state, confirmed: from - 1 }, strikes, undefined)
      const restarted = fill({ ...state, sent: from - 1, flights: [], strikes, pulsed: false }, false)
      return { state: restarted.state, effects: [{ type: 'cancel_timer', timer: 'answer' }, ...restarted.effects] }
    }
    case 'busy':
    case 'unavailable':
      return pause(state, strikes, answer.retryAfterMs)
    case 'too_large':
      return pause({ ...state, maxEvents: Math.max(1, Math.floor(state.maxEvents / 2)) }, strikes, undefined)
    case 'not_greeted':
      return ways.reconnect(state, state.strikes, answer.message)
    case 'malformed':
    case 'bad_signature':
    case 'broken_chain': {
      const message = `The hub refused events from ${state.confirmed + 1} on (${answer.code}): ${answer.message} They are kept and sent again.`
      const step = ways.reconnect(state, strikes, message, REFUSED_RETRY_MS)
      return { state: step.state, effects: [{ type: 'report', level: 'alarm', code: answer.code, message }, ...step.effects] }
    }
    case 'fork':
      return ways.halt('fork', `${answer.message} Nothing is sent and nothing deleted until a person has looked.`)
    case 'wrong_epoch':
      return ways.halt('wrong_epoch', `${answer.message} Enrol this agent anew; nothing was deleted.`)
    default:
      return answer.code satisfies never
  }
}

function pause(state: Delivering, strikes: number, retryAfterMs: number | undefined): DeliveryStep {
  return {
    state: {
      phase: 'paused',
      confirmed: state.confirmed,
      strikes,
      maxEvents: state.maxEvents,
      narrowing: state.narrowing,
      credit: state.credit,
      pulsed: false,
    },
    effects: [
      { type: 'cancel_timer', timer: 'answer' },
      { type: 'back_off', timer: 'resume', attempt: strikes - 1, atLeastMs: retryAfterMs ?? 0 },
    ],
  }
}

function quarantineReport(state: Delivering, now: boolean): DeliveryEffect[] {
  if (!now || state.quarantined) return []
  const message =
    'The hub keeps this agent’s events in quarantine: the agent was revoked. Payments go on, but are counted nowhere until it is enrolled anew.'
  return [{ type: 'report', level: 'alarm', code: 'quarantined', message }]
}

function mismatchSentence(highWater: number): string {
  return `The hub acknowledged events up to ${highWater}, but not the ones this agent recorded. Nothing is sent and nothing deleted until a person has looked.`
}
