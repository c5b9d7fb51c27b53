import type { TerminalFact } from '../../terminal-facts.ts'
import { maskText } from '../card-digits.ts'
import { terminalState } from '../codes/terminal-status.ts'
import { toHex } from '../hex.ts'
import { findTlv, type ZvtMessage } from '../message.ts'
import { redactMessage } from '../redact.ts'
import { readText } from '../values.ts'
import { readReply } from './accept.ts'
import { endInquiry } from './ask-terminal.ts'
import { statusEnquiryCommand } from './commands.ts'
import type { IdentifiedFact } from './session-state.ts'
import { noteResultCode, noteStatus } from './terminal-condition.ts'
import { answer, askedPayment, patch, record, sendCommand, setStage, startTimer, stopTimer, type Turn } from './turn.ts'

const BUSY = 0x9c
const VERSION_LENGTH_OCTETS = 3

/** 05 01: harmless, and it lets the terminal run the jobs it does by the clock. */
export function checkStatus(turn: Turn, why: 'startup' | 'poll'): void {
  setStage(turn, { name: 'checking', step: 'reply', why })
  sendCommand(turn, statusEnquiryCommand(turn.settings, why))
  startTimer(turn, 't3', turn.settings.timers.t3)
}

export function takeStatusReply(turn: Turn, message: ZvtMessage): void {
  const { stage } = turn.state
  const reply = readReply(message)
  if (stage.name !== 'checking' || stage.step !== 'reply' || reply === undefined) return
  stopTimer(turn, 't3')
  if (reply.accepted) {
    setStage(turn, { ...stage, step: 'running' })
    startTimer(turn, 't4', turn.settings.timers.t4)
  } else {
    noteResultCode(turn, reply.code)
    endCheck(turn, reply.code === BUSY ? BUSY : undefined)
  }
}

function latin(bytes: Uint8Array | undefined): string | undefined {
  const text = bytes === undefined ? '' : maskText(readText(bytes)).trim()
  return text === '' ? undefined : text
}

/** Version and device data of a status completion, merged into what is known. */
export function identify(turn: Turn, told: Omit<IdentifiedFact, 'kind'>): void {
  const before = turn.state.identified
  const fact: IdentifiedFact = { ...before, ...told, kind: 'terminal.identified' }
  if (before !== undefined && Object.entries(fact).every(([key, value]) => before[key as keyof IdentifiedFact] === value)) return
  patch(turn, { identified: fact })
  record(turn, fact satisfies TerminalFact)
}

/** Status byte of a status completion, its last head byte; before it stands the version, where asked for. */
export function readStatusCompletion(original: ZvtMessage): {
  readonly status: number | undefined
  readonly told: Omit<IdentifiedFact, 'kind'>
} {
  const status = original.head.at(-1)
  const message = redactMessage(original)
  const software =
    message.head.length > VERSION_LENGTH_OCTETS + 1 ? latin(message.head.subarray(VERSION_LENGTH_OCTETS, -1)) : undefined
  const model = latin(findTlv(message, 'E4', '1F40')?.value)
  const serial = findTlv(message, 'E4', '1F42')?.value
  return {
    status,
    told: {
      ...(model === undefined ? {} : { model }),
      ...(serial === undefined || serial.length === 0 ? {} : { serial: toHex(serial) }),
      ...(software === undefined ? {} : { software }),
    },
  }
}

export function completeCheck(turn: Turn, message: ZvtMessage): void {
  answer(turn)
  patch(turn, { greeted: true })
  const { status, told } = readStatusCompletion(message)
  if (Object.keys(told).length > 0) identify(turn, told)
  // An empty completion says nothing is wrong.
  noteStatus(turn, status ?? 0)
  endCheck(turn, status ?? 0)
}

/** 06 1E instead of a status: refused, with a code that may say why. */
export function abortCheck(turn: Turn, code: number | undefined): void {
  answer(turn)
  if (code !== undefined) noteResultCode(turn, code)
  endCheck(turn, code === BUSY ? BUSY : undefined)
}

function endCheck(turn: Turn, status: number | undefined): void {
  stopTimer(turn, 't4')
  setStage(turn, { name: 'idle' })
  turn.proceed = true
  const condition = status === undefined ? undefined : terminalState(status).condition
  if (askedPayment(turn.state) !== undefined && (condition === 'busy' || condition === 'maintenance'))
    endInquiry(turn, 'busy', undefined)
  else patch(turn, { checked: true })
}
