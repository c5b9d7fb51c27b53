import type { TerminalCondition, TerminalFact } from '../../terminal-facts.ts'
import { encodeMessage, type MessageParts } from '../encode-message.ts'
import { messageName } from '../message.ts'
import type { ZvtSettings } from '../settings.ts'
import { bcd } from '../values.ts'
import type {
  ConditionFact,
  RunningPayment,
  SessionEffect,
  SessionState,
  Stage,
  TimerName,
  UnknownPayment,
} from './session-state.ts'
import { addToTranscript } from './transcript.ts'

/** One step of the machine being worked out: what it knows, and what it has decided so far. */
export interface Turn {
  readonly settings: ZvtSettings
  readonly nowMs: number
  state: SessionState
  readonly effects: SessionEffect[]
  /** The next thing to do must be chosen once this input is dealt with. */
  proceed: boolean
  /** Sequence number of the message being answered. */
  answering?: number
}

/** 80 00 00. */
export const ACCEPT = 0x8000
/** 84 83 00: command not supported. */
export const NOT_SUPPORTED = 0x8483

const MAX_SEQUENCE = 999_999

export function setStage(turn: Turn, stage: Stage): void {
  turn.state = { ...turn.state, stage }
}

export function patch(turn: Turn, changes: Partial<SessionState>): void {
  turn.state = { ...turn.state, ...changes }
}

/** The payment whose command is under way, if any. */
export function runningPayment(turn: Turn): RunningPayment | undefined {
  return turn.state.stage.name === 'paying' ? turn.state.stage.payment : undefined
}

export function patchPayment(turn: Turn, changes: Partial<RunningPayment>): void {
  const payment = runningPayment(turn)
  if (payment !== undefined) setStage(turn, { name: 'paying', payment: { ...payment, ...changes } })
}

/** The unknown payment that is asked about: the newest, for only it can be the terminal's last record. */
export function askedPayment(state: SessionState): UnknownPayment | undefined {
  const newest = state.unknown.at(-1)
  return newest?.stage === 'asking' ? newest : undefined
}

export function patchAsked(turn: Turn, changes: Partial<UnknownPayment>): void {
  const newest = turn.state.unknown.at(-1)
  if (newest !== undefined) patch(turn, { unknown: [...turn.state.unknown.slice(0, -1), { ...newest, ...changes }] })
}

export function record(turn: Turn, fact: TerminalFact): void {
  turn.effects.push({ type: 'record', fact, mustPrecede: false })
}

/** Records a fact that must be on disk before anything after it in this step happens. */
export function recordFirst(turn: Turn, fact: TerminalFact): void {
  turn.effects.push({ type: 'record', fact, mustPrecede: true })
}

export function startTimer(turn: Turn, timer: TimerName, delayMs: number): void {
  turn.effects.push({ type: 'start_timer', timer, delayMs })
}

export function stopTimer(turn: Turn, timer: TimerName): void {
  turn.effects.push({ type: 'stop_timer', timer })
}

/** Adds a message to the transcript of the payment it belongs to, if one is under way. */
export function note(
  turn: Turn,
  direction: 'to_terminal' | 'from_terminal',
  message: { apdu: Uint8Array; name: string; note?: string },
): void {
  const stage = turn.state.stage
  if (stage.name === 'paying' && !stage.payment.finalised) {
    const { payment } = stage
    patchPayment(turn, {
      transcript: addToTranscript(payment.transcript, { ms: turn.nowMs - payment.openedMs, direction, ...message }),
    })
  } else if (stage.name === 'asking') {
    const asked = askedPayment(turn.state)
    if (asked !== undefined)
      patchAsked(turn, {
        transcript: addToTranscript(asked.transcript, { ms: turn.nowMs - asked.openedMs, direction, ...message }),
      })
  }
}

function numbered(parts: MessageParts, number: number): MessageParts {
  return { ...parts, tlv: [...(parts.tlv ?? []), { tag: '1F73', value: bcd(number, 3) }] }
}

/** Sends a command; the terminal must accept it within T3. */
export function sendCommand(turn: Turn, parts: MessageParts): void {
  let apdu: Uint8Array
  const sequence = turn.state.sequence
  if (sequence?.active === true) {
    const number = sequence.lastSent >= MAX_SEQUENCE ? 1 : sequence.lastSent + 1
    patch(turn, { sequence: { ...sequence, lastSent: number } })
    apdu = encodeMessage(numbered(parts, number))
  } else {
    apdu = encodeMessage(parts)
  }
  note(turn, 'to_terminal', { apdu, name: messageName(parts.control) })
  turn.effects.push({ type: 'send', apdu })
}

/** Answers the message at hand: 80 00 00, or 84 xx 00. */
export function answer(turn: Turn, control: number = ACCEPT): void {
  const sequence = turn.state.sequence
  const isNumbered = sequence?.active === true && turn.answering !== undefined
  const apdu = encodeMessage(isNumbered ? numbered({ control }, turn.answering ?? 0) : { control })
  note(turn, 'to_terminal', { apdu, name: messageName(control) })
  turn.effects.push({ type: 'send', apdu })
  if (isNumbered) patch(turn, { sequence: { ...sequence, lastTaken: { number: turn.answering ?? 0, answer: apdu } } })
}

export interface ConditionChange {
  readonly condition: TerminalCondition
  readonly reason?: string | undefined
  readonly code?: string | undefined
  readonly text?: string | undefined
}

/** Records the terminal's condition where it differs from the last one recorded. */
export function setCondition(turn: Turn, change: ConditionChange): void {
  const before = turn.state.condition
  if (before?.condition === change.condition && before.reason === change.reason && before.code === change.code) return
  const fact: ConditionFact = {
    kind: 'terminal.condition',
    condition: change.condition,
    ...(change.reason === undefined ? {} : { reason: change.reason }),
    ...(change.code === undefined ? {} : { code: change.code }),
    ...(change.text === undefined ? {} : { text: change.text }),
  }
  patch(turn, { condition: fact })
  record(turn, fact)
}

/** Silence or a lost link, unless the terminal has announced maintenance: then it is still that. */
export function setUnreachable(turn: Turn, reason: 'port_gone' | 'silent' | 'foreign_protocol', text: string): void {
  const until = turn.state.maintenanceUntilMs
  if (until !== undefined && turn.nowMs < until) return
  setCondition(turn, { condition: 'unreachable', reason, text })
}
