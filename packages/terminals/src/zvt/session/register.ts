import { findBitmap, findTlv, type ZvtMessage } from '../message.ts'
import { currencyLetters, readBcd, readBcdNumber } from '../values.ts'
import { hexCode, readReply } from './accept.ts'
import { identify } from './check-status.ts'
import { registrationCommand } from './commands.ts'
import { answer, patch, sendCommand, setCondition, setStage, startTimer, stopTimer, type Turn } from './turn.ts'

const BUSY = 0x9c
const WRONG_CURRENCY = 0x6f
const INITIALISATION_NEEDED = 0x01
const DIAGNOSIS_NEEDED = 0x02
const OPT_ACTION_NEEDED = 0x04

/** 06 00: everything begins with it, also after every reconnection. */
export function register(turn: Turn): void {
  // Numbers begin anew with each registration; until it is completed nothing is numbered.
  patch(turn, { sequence: { active: false, lastSent: 0 } })
  setStage(turn, { name: 'registering', step: 'reply' })
  sendCommand(turn, registrationCommand(turn.settings))
  startTimer(turn, 't3', turn.settings.timers.t3)
}

export function takeRegistrationReply(turn: Turn, message: ZvtMessage): void {
  const { stage } = turn.state
  const reply = readReply(message)
  if (stage.name !== 'registering' || stage.step !== 'reply' || reply === undefined) return
  stopTimer(turn, 't3')
  if (reply.accepted) {
    setStage(turn, { ...stage, step: 'running' })
    startTimer(turn, 't4', turn.settings.timers.t4)
    return
  }
  refused(turn, reply.code, readWantedCurrency(message))
}

/** The currency a terminal names behind 6F: its own (PA00P015 2.1). */
function readWantedCurrency(message: ZvtMessage): string | undefined {
  return currencyLetters(readBcdNumber(message.head.subarray(1, 3)) ?? -1)
}

function refused(turn: Turn, code: number | undefined, wanted?: string): void {
  stopTimer(turn, 't4')
  const codeText = code === undefined ? undefined : hexCode(code)
  if (code === BUSY) setCondition(turn, { condition: 'busy', reason: 'please_wait', code: codeText })
  else if (code === WRONG_CURRENCY) {
    const own = wanted === undefined ? '.' : `, but ${wanted}.`
    const text = `The terminal does not take ${turn.settings.currency}${own} Set the currency it is configured for.`
    setCondition(turn, { condition: 'needs_action', reason: 'wrong_currency', code: codeText, text })
  } else {
    const text = `The terminal refused our registration${codeText === undefined ? '' : ` with ${codeText}`}: check password and config byte.`
    setCondition(turn, { condition: 'needs_action', reason: 'registration_refused', code: codeText, text })
  }
  patch(turn, { retryAtMs: turn.nowMs + (code === BUSY ? turn.settings.timers.busyPoll : turn.settings.timers.retry) })
  setStage(turn, { name: 'waiting' })
  turn.proceed = true
}

/** 06 1E instead of a completion. */
export function abortRegistration(turn: Turn, code: number | undefined): void {
  answer(turn)
  refused(turn, code)
}

/** 06 0F: registered. Its status byte tells what the terminal needs before it can take payments. */
export function completeRegistration(turn: Turn, message: ZvtMessage): void {
  answer(turn)
  stopTimer(turn, 't4')
  const mirrored = turn.settings.messageSequence && findTlv(message, '1F73') !== undefined
  patch(turn, { registered: true, checked: false, retryAtMs: undefined, sequence: { active: mirrored, lastSent: 0 } })
  const terminalId = findBitmap(message, 0x29)
  const currency = findBitmap(message, 0x49)
  const letters = currency === undefined ? undefined : currencyLetters(readBcdNumber(currency) ?? -1)
  if (terminalId !== undefined || letters !== undefined) {
    identify(turn, {
      ...(terminalId === undefined ? {} : { terminalId: readBcd(terminalId) }),
      ...(letters === undefined ? {} : { currency: letters }),
    })
  }
  const status = findBitmap(message, 0x19)?.[0] ?? 0
  if ((status & INITIALISATION_NEEDED) !== 0) setCondition(turn, { condition: 'needs_action', reason: 'initialisation_required' })
  else if ((status & DIAGNOSIS_NEEDED) !== 0) setCondition(turn, { condition: 'needs_action', reason: 'diagnosis_required' })
  else if ((status & OPT_ACTION_NEEDED) !== 0) setCondition(turn, { condition: 'needs_action', reason: 'opt_data_missing' })
  setStage(turn, { name: 'idle' })
  turn.proceed = true
}
