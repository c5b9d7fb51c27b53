import type { ZvtMessage } from '../message.ts'
import { readPaymentResult } from '../payment-result.ts'
import { readReply } from './accept.ts'
import { inquiryCommand } from './commands.ts'
import { rememberRecord } from './finalise.ts'
import { isRefused, NO_RECEIPT } from './judge-record.ts'
import { answer, patch, sendCommand, setStage, startTimer, stopTimer, type Turn } from './turn.ts'

const BUSY = 0x9c

/** Before the first payment: which record is the terminal's last? Only then can a later inquiry tell new from old. */
export function learnRecord(turn: Turn): void {
  patch(turn, { learnTried: true })
  setStage(turn, { name: 'learning', step: 'reply' })
  sendCommand(turn, inquiryCommand(turn.settings))
  startTimer(turn, 't3', turn.settings.timers.t3)
}

export function takeLearningReply(turn: Turn, message: ZvtMessage): void {
  const { stage } = turn.state
  const reply = readReply(message)
  if (stage.name !== 'learning' || stage.step !== 'reply' || reply === undefined) return
  stopTimer(turn, 't3')
  if (reply.accepted) {
    setStage(turn, { ...stage, step: 'running' })
    startTimer(turn, 't4', turn.settings.timers.t4)
    return
  }
  if (reply.code === BUSY) patch(turn, { learnTried: false })
  setStage(turn, { name: 'idle' })
  turn.proceed = true
}

export function takeLearntRecord(turn: Turn, message: ZvtMessage): void {
  const { stage } = turn.state
  if (stage.name !== 'learning') return
  setStage(turn, { ...stage, record: readPaymentResult(message) })
  answer(turn)
}

/** 06 0F: the record is known, or known not to be there. After 06 1E nothing is known. */
export function completeLearning(turn: Turn, aborted: boolean): void {
  const { stage } = turn.state
  if (stage.name !== 'learning') return
  answer(turn)
  stopTimer(turn, 't4')
  const { record } = stage
  if (record?.receipt !== undefined) rememberRecord(turn, record)
  else if (!aborted && (record === undefined || isRefused(record))) patch(turn, { seen: [{ receipt: NO_RECEIPT }] })
  setStage(turn, { name: 'idle' })
  turn.proceed = true
}
