import { BATCH_MAX_EVENTS, type RotateAnswer } from '@counterfoil/protocol'
import { ANSWER_MS, batchAnswered, fill } from './delivery-batches.ts'
import type {
  DeliveryEffect,
  DeliveryInput,
  DeliveryState,
  DeliveryStep,
  DeliveryTimer,
  HaltCode,
  Narrowing,
} from './delivery-state.ts'
import { afterLoss, WHOLE } from './narrow-batches.ts'

export const GREETING_MS = 20_000
export const PULSE_MS = 10_000
/** So often a halted agent greets anew: perhaps a person has repaired the other side. */
const HALTED_RETRY_MS = 10 * 60_000
/** The hub knows us and says no; asking often would not change its mind. */
const REFUSED_RETRY_MS = 60_000
/** The key before the last rotation is tried soon: a hub restored from a backup knows that one. */
const OTHER_KEY_MS = 3_000

/** What a connection, or its resumption, begins with. */
const NOTHING_YET = { flights: [], quarantined: false, starved: false } as const

const ALL_TIMERS: readonly DeliveryTimer[] = ['retry', 'greeting', 'answer', 'resume', 'pulse']
const cancelAll: readonly DeliveryEffect[] = ALL_TIMERS.map((timer) => ({ type: 'cancel_timer', timer }))

/** How delivery goes on after `input`. Events leave the outbox by the hub's acknowledgement only, never by anything here. */
export function stepDelivery(state: DeliveryState, input: DeliveryInput): DeliveryStep {
  switch (input.type) {
    case 'start':
      return state.phase === 'stopped' ? connect(0, WHOLE) : stay(state)
    case 'stop':
      return { state: { phase: 'stopped' }, effects: [...cancelAll, { type: 'close' }] }
    case 'closed':
      return isConnected(state) ? reconnect(state, attemptOf(state), input.why) : stay(state)
    case 'bad_message':
      return isConnected(state) ? reconnect(state, attemptOf(state), input.message, REFUSED_RETRY_MS) : stay(state)
    case 'outbox_failed':
      return isConnected(state) ? halt('outbox_failed', input.message) : stay(state)
    case 'challenge':
      if (state.phase !== 'connecting') return stay(state)
      return {
        state: { ...state, phase: 'greeting' },
        effects: [{ type: 'send_hello', challenge: input.challenge }],
      }
    case 'hello_answer':
      return state.phase === 'greeting' ? greeted(state, input) : stay(state)
    case 'batch_sent':
      if (state.phase !== 'delivering') return stay(state)
      return fill(
        {
          ...state,
          sent: input.lastSeq,
          flights: [...state.flights, { id: input.id, lastSeq: input.lastSeq }],
          credit: Math.max(0, state.credit - input.events),
        },
        state.flights.length === 0 && !state.pulsed,
      )
    case 'starved':
      if (state.phase !== 'delivering' || state.starved) return stay(state)
      return pulse({ ...state, starved: true })
    case 'credit':
      if (state.phase === 'paused') return stay({ ...state, credit: state.credit + input.events })
      if (state.phase !== 'delivering') return stay(state)
      return fill({ ...state, credit: state.credit + input.events, starved: false }, false)
    case 'pulse_answer':
      return isWorking(state) ? pulseAnswered(state) : stay(state)
    case 'rotate_answer':
      return isConnected(state) ? rotated(state, input.answer) : stay(state)
    case 'batch_answer':
      return state.phase === 'delivering' ? batchAnswered(state, input, { reconnect, halt }) : stay(state)
    case 'appended':
      return state.phase === 'delivering' ? fill(state, false) : stay(state)
    case 'timer':
      return timerFired(state, input.timer)
    default:
      return input satisfies never
  }
}

function timerFired(state: DeliveryState, timer: DeliveryTimer): DeliveryStep {
  switch (timer) {
    case 'retry':
      if (state.phase === 'waiting') return connect(state.attempt, state.narrowing)
      return state.phase === 'halted' ? connect(0, WHOLE) : stay(state)
    case 'greeting':
      if (state.phase !== 'connecting' && state.phase !== 'greeting') return stay(state)
      return reconnect(state, state.attempt, `the hub did not answer within ${GREETING_MS / 1_000} s`)
    case 'answer':
      // Half-open connections look like this; sending again on a new one is safe, because the hub knows what it has.
      return isWorking(state) ? reconnect(state, state.strikes, 'the hub stopped answering') : stay(state)
    case 'resume':
      if (state.phase !== 'paused') return stay(state)
      return fill({ ...state, ...NOTHING_YET, phase: 'delivering', sent: state.confirmed }, false)
    case 'pulse':
      if (!isWorking(state)) return stay(state)
      return pulse(state, { type: 'start_timer', timer: 'pulse', delayMs: PULSE_MS })
    default:
      return timer satisfies never
  }
}

type Working = Extract<DeliveryState, { phase: 'delivering' | 'paused' }>

function isWorking(state: DeliveryState): state is Working {
  return state.phase === 'delivering' || state.phase === 'paused'
}

function flightsOf(state: DeliveryState): number {
  return state.phase === 'delivering' ? state.flights.length : 0
}

/**
 * A sign of life that wants an answer. Where batches or an earlier pulse are on their way, an answer is waited for already: pulses come
 * faster than the wait is long, and one that began it anew would keep a dead line for ever.
 */
function pulse(state: Working, ...more: readonly DeliveryEffect[]): DeliveryStep {
  const after = state.phase === 'paused' ? state.confirmed : Math.min(state.confirmed, state.sent)
  const waits: readonly DeliveryEffect[] =
    flightsOf(state) > 0 || state.pulsed ? [] : [{ type: 'start_timer', timer: 'answer', delayMs: ANSWER_MS }]
  return {
    state: { ...state, pulsed: state.pulsed || flightsOf(state) === 0 },
    effects: [{ type: 'send_pulse', after }, ...waits, ...more],
  }
}

function pulseAnswered(state: Working): DeliveryStep {
  const settled: readonly DeliveryEffect[] =
    flightsOf(state) > 0
      ? [{ type: 'start_timer', timer: 'answer', delayMs: ANSWER_MS }]
      : [{ type: 'cancel_timer', timer: 'answer' }]
  return { state: { ...state, pulsed: false }, effects: state.pulsed ? settled : [] }
}

type Greeting = Extract<DeliveryState, { phase: 'greeting' }>

function greeted(state: Greeting, { answer, comparison }: Extract<DeliveryInput, { type: 'hello_answer' }>): DeliveryStep {
  const { attempt } = state
  if (answer.ok) {
    if (comparison === undefined || comparison.match !== 'same') return haltByComparison(comparison)
    const filled = fill(
      {
        ...NOTHING_YET,
        phase: 'delivering',
        confirmed: answer.highWater,
        sent: answer.highWater,
        strikes: 0,
        maxEvents: BATCH_MAX_EVENTS,
        narrowing: state.narrowing,
        credit: 0,
        pulsed: false,
      },
      false,
    )
    return {
      state: filled.state,
      effects: [
        { type: 'cancel_timer', timer: 'greeting' },
        { type: 'acknowledge', highWater: answer.highWater, head: answer.head },
        {
          type: 'report',
          level: 'info',
          code: 'connected',
          message: 'Connected to the hub.',
        },
        { type: 'join', offer: answer.offer },
        { type: 'start_timer', timer: 'pulse', delayMs: PULSE_MS },
        ...(answer.rotateKey === true ? [{ type: 'send_rotate' } as const] : []),
        ...filled.effects,
      ],
    }
  }
  switch (answer.code) {
    case 'busy':
    case 'unavailable':
    case 'challenge_expired':
      return reconnect(state, attempt, answer.message, answer.retryAfterMs)
    case 'wrong_epoch':
      return halt(
        'wrong_epoch',
        `The hub knows this agent under another enrolment (${answer.message}). Enrol it anew; nothing was deleted.`,
      )
    case 'disk_reset':
    case 'cloned':
      return halt(answer.code, answer.message)
    case 'bad_signature': {
      const step = refused(state, answer.code, notHeard(answer.message), attempt === 0 ? OTHER_KEY_MS : REFUSED_RETRY_MS)
      return { state: step.state, effects: [{ type: 'swap_key' }, ...step.effects] }
    }
    case 'unknown_agent':
    case 'agent_too_old':
    case 'agent_too_new':
    case 'malformed':
      return refused(state, answer.code, notHeard(answer.message))
    default:
      return answer.code satisfies never
  }
}

function notHeard(message: string): string {
  return `The hub refused this agent: ${message} Events are kept and the agent goes on asking.`
}

/** A key the hub has taken signs the next hello; one it refuses leaves everything as it was. */
function rotated(state: DeliveryState, answer: RotateAnswer): DeliveryStep {
  if (!answer.ok) {
    const message = `The hub did not take this agent’s new key: ${answer.message} The old one stays in use.`
    return { state, effects: [{ type: 'report', level: 'warn', code: 'key_not_rotated', message }] }
  }
  const { state: next, effects } = connect(0, afterLoss(state))
  const message = 'The hub took this agent’s new key, which signs from here on.'
  const told: DeliveryEffect = { type: 'report', level: 'info', code: 'key_rotated', message }
  return { state: next, effects: [...cancelAll, { type: 'adopt_key' }, told, ...effects] }
}

function refused(state: Greeting, code: string, message: string, retryMs = REFUSED_RETRY_MS): DeliveryStep {
  const step = reconnect(state, state.attempt, message, retryMs)
  return { state: step.state, effects: [{ type: 'report', level: 'alarm', code, message }, ...step.effects] }
}

function connect(attempt: number, narrowing: Narrowing): DeliveryStep {
  return {
    state: { phase: 'connecting', attempt, narrowing },
    effects: [{ type: 'connect' }, { type: 'start_timer', timer: 'greeting', delayMs: GREETING_MS }],
  }
}

function reconnect(state: DeliveryState, attempt: number, why: string, atLeastMs = 0): DeliveryStep {
  return {
    state: { phase: 'waiting', attempt: attempt + 1, narrowing: afterLoss(state) },
    effects: [
      ...cancelAll,
      { type: 'close' },
      { type: 'report', level: 'warn', code: 'disconnected', message: `No connection to the hub: ${why}` },
      { type: 'back_off', timer: 'retry', attempt, atLeastMs },
    ],
  }
}

function haltByComparison(comparison: Extract<DeliveryInput, { type: 'hello_answer' }>['comparison']): DeliveryStep {
  switch (comparison?.match) {
    case 'fork':
      return halt(
        'fork',
        `The hub and this agent hold different events under number ${comparison.seq} (hub ${comparison.theirs.slice(0, 12)}…, here ${comparison.ours.slice(0, 12)}…). One of them was restored from a copy, or two agents share one identity. Nothing is delivered and nothing deleted until a person has looked.`,
        // The greeting told the hub our last number and head only: from one event after its own it sees the fork as well.
        { type: 'send_evidence', after: comparison.seq },
      )
    case 'ahead':
      return halt(
        'ahead',
        `The hub holds events up to ${comparison.theirs}, this agent has given out numbers up to ${comparison.lastSeq} only: its outbox was replaced by an older or empty one. Put the newer file back, or enrol anew.`,
      )
    case 'pruned':
      return halt(
        'pruned',
        `The hub asks for events this agent delivered long ago and keeps no more (up to ${comparison.prunedSeq}): the hub’s database was restored from an old backup. Restore a newer one, or enrol anew.`,
      )
    default:
      return halt('outbox_failed', 'The outbox could not be compared with the hub.')
  }
}

function halt(code: HaltCode, message: string, ending: DeliveryEffect = { type: 'close' }): DeliveryStep {
  return {
    state: { phase: 'halted', code },
    effects: [
      ...cancelAll,
      ending,
      { type: 'report', level: 'alarm', code, message },
      { type: 'start_timer', timer: 'retry', delayMs: HALTED_RETRY_MS },
    ],
  }
}

function isConnected(state: DeliveryState): boolean {
  return state.phase !== 'stopped' && state.phase !== 'waiting' && state.phase !== 'halted'
}

function attemptOf(state: DeliveryState): number {
  return 'attempt' in state ? state.attempt : 0
}

function stay(state: DeliveryState): DeliveryStep {
  return { state, effects: [] }
}
