import { intermediateStatus } from '../codes/intermediate-status.ts'
import { decodeMessage } from '../decode-message.ts'
import { findTlv, messageName, type ZvtMessage } from '../message.ts'
import { readBcdNumber } from '../values.ts'
import { hexCode, readReply } from './accept.ts'
import { completeInquiry, takeAskedRecord, takeAskingReply } from './ask-terminal.ts'
import { abortCheck, completeCheck, takeStatusReply } from './check-status.ts'
import { CONTROL, completedControl } from './commands.ts'
import { takeLateResult } from './late-result.ts'
import { completeLearning, takeLearningReply, takeLearntRecord } from './learn-record.ts'
import { letRestart } from './link-changes.ts'
import { abortOperation, completeOperation, keepLines, takeOperationReply, takeOperationResult } from './operate.ts'
import { readDisplayText, readT4 } from './progress.ts'
import { abortRegistration, completeRegistration, takeRegistrationReply } from './register.ts'
import {
  abortPayment,
  completePayment,
  confirmApproval,
  notePaymentStatus,
  takePaymentReply,
  takePaymentResult,
} from './run-payment.ts'
import { answer, NOT_SUPPORTED, note, runningPayment, startTimer, type Turn } from './turn.ts'

function noteFor(message: ZvtMessage): string | undefined {
  if (message.control === CONTROL.intermediateStatus) return intermediateStatus(message.head[0] ?? 0)?.text
  if (message.control === CONTROL.printLine || message.control === CONTROL.printTextBlock) return undefined
  if (message.control === CONTROL.abort)
    return message.head[0] === undefined ? 'no result code' : `result ${hexCode(message.head[0])}`
  const code = message.bitmaps.find((bitmap) => bitmap.tag === 0x27)?.bytes[0]
  return code === undefined ? undefined : `result ${hexCode(code)}`
}

/** One APDU from the terminal. Whatever it is, it gets exactly one answer, and nothing of it throws. */
export function takeApdu(turn: Turn, apdu: Uint8Array): void {
  const { stage } = turn.state
  const completes = completedControl(stage.name, stage.name === 'operating' ? stage.operation : undefined)
  const message = decodeMessage(apdu, completes === undefined ? {} : { completes })
  const reply = readReply(message)
  const number = findTlv(message, '1F73')?.value
  const sequence = turn.state.sequence
  if (reply === undefined && sequence?.active === true && number !== undefined) {
    turn.answering = readBcdNumber(number) ?? 0
    const last = sequence.lastTaken
    // The same number again: our answer was not seen. It is given again, and nothing is booked twice.
    if (last?.number === turn.answering && last.answer !== undefined) {
      turn.effects.push({ type: 'send', apdu: last.answer })
      return
    }
  }
  if (reply === undefined) confirmBefore(turn, message, apdu)
  else note(turn, 'from_terminal', { apdu, name: messageName(message.control) })
  if (reply === undefined) takeTerminalMessage(turn, message)
  else takeReply(turn, message)
}

/** The message that makes an approval final still belongs to that payment's transcript. */
function confirmBefore(turn: Turn, message: ZvtMessage, apdu: Uint8Array): void {
  const text = noteFor(message)
  note(turn, 'from_terminal', { apdu, name: messageName(message.control), ...(text === undefined ? {} : { note: text }) })
  confirmApproval(turn, message)
}

function takeReply(turn: Turn, message: ZvtMessage) {
  switch (turn.state.stage.name) {
    case 'registering':
      return takeRegistrationReply(turn, message)
    case 'checking':
      return takeStatusReply(turn, message)
    case 'learning':
      return takeLearningReply(turn, message)
    case 'asking':
      return takeAskingReply(turn, message)
    case 'paying':
      return takePaymentReply(turn, message)
    case 'operating':
      return takeOperationReply(turn, message)
    case 'offline':
    case 'waiting':
    case 'idle':
      return
  }
}

function takeTerminalMessage(turn: Turn, message: ZvtMessage) {
  switch (message.control) {
    case CONTROL.intermediateStatus:
      return takeIntermediateStatus(turn, message)
    case CONTROL.statusInformation:
      return takeStatusInformation(turn, message)
    case CONTROL.completion:
      return takeCompletion(turn, message)
    case CONTROL.abort:
      return takeAbort(turn, message)
    case CONTROL.printLine:
    case CONTROL.printTextBlock:
      keepLines(turn, message)
      return answer(turn)
    case CONTROL.setClockInEcr:
      return answer(turn)
    default:
      // Dial-up over the till, inputs, menus and whatever we do not know: 84 83 00, and the terminal goes on without.
      return answer(turn, NOT_SUPPORTED)
  }
}

function isRunning(turn: Turn): boolean {
  const { stage } = turn.state
  if (stage.name === 'paying') return stage.payment.step === 'running'
  return 'step' in stage && stage.step === 'running'
}

function takeIntermediateStatus(turn: Turn, message: ZvtMessage): void {
  const code = message.head[0] ?? 0
  const payment = runningPayment(turn)
  const text = readDisplayText(message) ?? intermediateStatus(code)?.text
  turn.effects.push({
    type: 'prompt',
    prompt: {
      ...(payment === undefined ? {} : { payment: payment.request.paymentId }),
      code: intermediateStatus(code)?.prompt ?? 'other',
      ...(text === undefined ? {} : { text }),
    },
  })
  notePaymentStatus(turn, code)
  if (isRunning(turn)) startTimer(turn, 't4', readT4(message) ?? turn.settings.timers.t4)
  answer(turn)
}

function takeStatusInformation(turn: Turn, message: ZvtMessage) {
  switch (turn.state.stage.name) {
    case 'paying':
      return takePaymentResult(turn, message)
    case 'asking':
      return takeAskedRecord(turn, message)
    case 'learning':
      return takeLearntRecord(turn, message)
    case 'operating':
      return takeOperationResult(turn, message)
    case 'offline':
    case 'waiting':
    case 'registering':
    case 'checking':
    case 'idle':
      return takeLateResult(turn, message)
  }
}

function takeCompletion(turn: Turn, message: ZvtMessage) {
  // Before our command is accepted, a completion ends something else.
  if (!isRunning(turn)) return answer(turn)
  switch (turn.state.stage.name) {
    case 'registering':
      return completeRegistration(turn, message)
    case 'checking':
      return completeCheck(turn, message)
    case 'learning':
      return completeLearning(turn, false)
    case 'asking':
      return completeInquiry(turn)
    case 'paying':
      return completePayment(turn)
    case 'operating':
      return turn.state.stage.operation === 'restart' ? letRestart(turn) : completeOperation(turn, message)
    case 'offline':
    case 'waiting':
    case 'idle':
      return answer(turn)
  }
}

function takeAbort(turn: Turn, message: ZvtMessage) {
  if (!isRunning(turn)) return answer(turn)
  const code = message.head[0]
  switch (turn.state.stage.name) {
    case 'registering':
      return abortRegistration(turn, code)
    case 'checking':
      return abortCheck(turn, code)
    case 'learning':
      return completeLearning(turn, true)
    case 'asking':
      return completeInquiry(turn, { code })
    case 'paying':
      return abortPayment(turn, message)
    case 'operating':
      return abortOperation(turn, code)
    case 'offline':
    case 'waiting':
    case 'idle':
      return answer(turn)
  }
}
