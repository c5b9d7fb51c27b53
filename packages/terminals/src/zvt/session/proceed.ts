import { askTerminal } from './ask-terminal.ts'
import { checkStatus } from './check-status.ts'
import { NO_RECEIPT } from './judge-record.ts'
import { learnRecord } from './learn-record.ts'
import { sendOperation } from './operate.ts'
import { register } from './register.ts'
import { sendPayment } from './start-payment.ts'
import { askedPayment, patch, setStage, startTimer, type Turn } from './turn.ts'

function waitUntil(turn: Turn, atMs: number): void {
  setStage(turn, { name: 'waiting' })
  startTimer(turn, 'retry', Math.max(0, atMs - turn.nowMs))
}

/** A receipt number alone may be given out again; what an earlier run left is asked for once more. */
function isLastRecordKnown(turn: Turn): boolean {
  const last = turn.state.seen.at(-1)
  return last !== undefined && (last.trace !== undefined || last.receipt === NO_RECEIPT)
}

/** Chooses what to do next when nothing is under way: register, ask, check, learn, pay, rest. In that order. */
export function proceed(turn: Turn) {
  const { state, settings } = turn
  if (!state.linkUp) return setStage(turn, { name: 'offline' })
  const retryAtMs = state.retryAtMs
  const mustWait = retryAtMs !== undefined && turn.nowMs < retryAtMs
  if (!state.registered) return mustWait ? waitUntil(turn, retryAtMs) : register(turn)
  if (askedPayment(state) !== undefined) {
    if (mustWait) return waitUntil(turn, retryAtMs)
    return state.checked ? askTerminal(turn) : checkStatus(turn, state.greeted ? 'poll' : 'startup')
  }
  if (!state.checked) return checkStatus(turn, state.greeted ? 'poll' : 'startup')
  // A number learnt now would be too new for a payment that has already been opened.
  if (!isLastRecordKnown(turn) && !state.learnTried) return learnRecord(turn)
  const { queued } = state
  if (queued !== undefined) {
    patch(turn, { queued: undefined })
    return queued.what === 'payment' ? sendPayment(turn, queued.payment) : sendOperation(turn, queued.operation)
  }
  setStage(turn, { name: 'idle' })
  const isWell = state.condition === undefined || state.condition.condition === 'ready'
  startTimer(turn, 'poll', isWell ? settings.timers.poll : settings.timers.busyPoll)
}
