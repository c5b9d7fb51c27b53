import type { Operation, OperationResult } from '../../terminal-driver.ts'
import { resultText } from '../codes/result-codes.ts'
import type { ZvtMessage } from '../message.ts'
import { readPaymentResult } from '../payment-result.ts'
import { readTotals } from '../totals.ts'
import { hexCode, readReply } from './accept.ts'
import { identify, readStatusCompletion } from './check-status.ts'
import { operationCommand } from './commands.ts'
import { readPrintedLines } from './print-lines.ts'
import { noteResultCode, noteStatus } from './terminal-condition.ts'
import { answer, patch, record, sendCommand, setStage, startTimer, stopTimer, type Turn } from './turn.ts'

const MAX_LINES = 500

const CLEARS_RECORD: Readonly<Partial<Record<Operation, string>>> = {
  end_of_day: 'an end of day clears',
  restart: 'a restart may clear',
}

/** Ends an operation nobody could start. */
export function refuseOperation(turn: Turn, message: string): void {
  turn.effects.push({ type: 'operation_refused', result: { done: false, message } })
}

/** Starts an operation now, or after the status enquiry that is under way. */
export function startOperation(turn: Turn, operation: Operation) {
  const { stage, queued, unknown, registered } = turn.state
  if (unknown.some((payment) => payment.stage === 'asking')) {
    return refuseOperation(turn, 'The outcome of a payment on this terminal is being asked for. Try again when it is known.')
  }
  const clears = unknown.length === 0 ? undefined : CLEARS_RECORD[operation]
  if (clears !== undefined)
    return refuseOperation(
      turn,
      `A payment with unknown outcome must be decided first: ${clears} the record that could settle it.`,
    )
  if (queued !== undefined || stage.name === 'paying' || stage.name === 'operating') {
    return refuseOperation(turn, 'The terminal is busy with a payment or another operation. Try again when it has ended.')
  }
  if (!registered)
    return refuseOperation(turn, 'The terminal is not connected or has not accepted our registration. See its condition.')
  if (stage.name === 'idle' || stage.name === 'waiting') sendOperation(turn, operation)
  else patch(turn, { queued: { what: 'operation', operation } })
}

export function sendOperation(turn: Turn, operation: Operation): void {
  stopTimer(turn, 'poll')
  setStage(turn, { name: 'operating', operation, step: 'reply', lines: [] })
  sendCommand(turn, operationCommand(turn.settings, operation))
  startTimer(turn, 't3', turn.settings.timers.t3)
}

/** Ends the operation under way, or waiting, with what it brought. */
export function endOperation(turn: Turn, result: OperationResult): void {
  turn.effects.push({ type: 'operation_ended', result })
}

function finish(turn: Turn, result: OperationResult): void {
  stopTimer(turn, 't4')
  endOperation(turn, result)
  setStage(turn, { name: 'idle' })
  turn.proceed = true
}

function failed(turn: Turn, code: number | undefined): OperationResult {
  if (code === undefined) return { done: false, message: 'The terminal gave no reason.' }
  noteResultCode(turn, code)
  return { done: false, code: hexCode(code), message: resultText(code) ?? `The terminal ended it with code ${hexCode(code)}.` }
}

export function takeOperationReply(turn: Turn, message: ZvtMessage): void {
  const { stage } = turn.state
  const reply = readReply(message)
  if (stage.name !== 'operating' || stage.step !== 'reply' || reply === undefined) return
  stopTimer(turn, 't3')
  if (reply.accepted) {
    setStage(turn, { ...stage, step: 'running' })
    startTimer(turn, 't4', turn.settings.timers.t4)
  } else {
    finish(turn, failed(turn, reply.code))
  }
}

/** Printed lines and texts belong to the operation's result. */
export function keepLines(turn: Turn, message: ZvtMessage): void {
  const { stage } = turn.state
  if (stage.name !== 'operating') return
  setStage(turn, { ...stage, lines: [...stage.lines, ...readPrintedLines(message)].slice(0, MAX_LINES) })
}

/** 04 0F of an operation: the totals of an end of day, or a repeated receipt. */
export function takeOperationResult(turn: Turn, message: ZvtMessage): void {
  const { stage } = turn.state
  if (stage.name !== 'operating') return
  startTimer(turn, 't4', turn.settings.timers.t4)
  const result = readPaymentResult(message)
  if (stage.operation === 'end_of_day') {
    const totals = readTotals(message, turn.settings.currency)
    if (totals !== undefined) record(turn, totals)
  }
  if (result.resultText !== undefined) setStage(turn, { ...stage, lines: [...stage.lines, result.resultText] })
  answer(turn)
}

/** 06 0F: done. 27 E0 after an end of day announces a software update. */
export function completeOperation(turn: Turn, message: ZvtMessage): void {
  const { stage } = turn.state
  if (stage.name !== 'operating') return
  answer(turn)
  const lines = [...stage.lines]
  if (stage.operation === 'status_enquiry') {
    const { status, told } = readStatusCompletion(message)
    if (Object.keys(told).length > 0) identify(turn, told)
    noteStatus(turn, status ?? 0)
    lines.push(`Status ${hexCode(status ?? 0)}: ${resultText(status ?? 0) ?? 'not listed'}`)
    for (const [name, value] of Object.entries(told)) lines.push(`${name}: ${value}`)
  } else {
    const code = readPaymentResult(message).resultCode
    if (code !== undefined && code !== '00') noteResultCode(turn, Number.parseInt(code, 16))
    // What the operation cured is gone from the condition only once the terminal says so.
    patch(turn, { checked: false })
  }
  finish(turn, { done: true, lines })
}

/** 06 1E: not done. */
export function abortOperation(turn: Turn, code: number | undefined): void {
  answer(turn)
  finish(turn, failed(turn, code))
}
