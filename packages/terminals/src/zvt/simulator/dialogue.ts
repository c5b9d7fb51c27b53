import type { Clock, Timer } from '../../clock.ts'
import type { MessageParts } from '../encode-message.ts'
import { findBitmap, type ZvtMessage } from '../message.ts'
import { readAmount } from '../values.ts'

/** How the till answered a message of ours; `cut` when the connection it belongs to is gone. */
export type TillAnswer =
  | 'accepted'
  | 'not_issued_yet'
  /** 84 9D: goods for this much only, in minor units. */
  | { readonly issuedMinor: number }
  | 'refused'
  | 'no_answer'
  | 'cut'

export type DialogueStep =
  /** `stoppable`: 06 B0 before the till's answer ends the stoppable wait after it. */
  | { readonly do: 'send'; readonly parts: MessageParts; readonly stoppable?: boolean }
  /** `stoppable`: 06 B0 may end this wait. */
  | { readonly do: 'wait'; readonly ms: number; readonly stoppable: boolean }

export type StepResult = TillAnswer | 'passed' | 'stopped'

/** What the terminal does in one command, told as a story: it yields what it waits for. */
export type Dialogue = Generator<DialogueStep, void, StepResult>

/** The till's answer to a command of ours must come within T3. */
const T3_MS = 5_000
export const T2_MS = 5_000

export interface DialogueRunner {
  readonly running: boolean
  start(dialogue: Dialogue): void
  /** A reply of the till, 80 00 or 84 xx. */
  replied(message: ZvtMessage): void
  /** Sends a message outside the dialogue, e.g. "busy" to a status enquiry; its reply is awaited all the same. */
  sendAside(parts: MessageParts): void
  /** 06 B0: true when it could still stop what runs. */
  stop(): boolean
  /** A serial frame of ours has arrived: the till's time to answer begins. */
  acknowledged(): void
  cut(): void
  close(): void
}

function readAnswer(message: ZvtMessage): TillAnswer {
  const { control } = message
  if (control === 0x8000 || control === 0x8400) return 'accepted'
  if (control === 0x849c) return 'not_issued_yet'
  const amount = control === 0x849d ? findBitmap(message, 0x04) : undefined
  return amount === undefined ? 'refused' : { issuedMinor: readAmount(amount) }
}

/**
 * Runs one dialogue at a time; a cut connection detaches it, and it goes on alone as a real terminal does.
 * `transmissionMs` is what the line may take to get a message across, on top of T3.
 */
export function createDialogueRunner(clock: Clock, transmissionMs: number, send: (parts: MessageParts) => void): DialogueRunner {
  let dialogue: Dialogue | undefined
  let attached = false
  let mayStop = false
  let stopWanted = false
  let waiting: { readonly timer: Timer; readonly stoppable: boolean } | undefined
  /** Replies come in the order of our messages; `undefined` is one sent aside. */
  let awaited: { readonly own: boolean; timer: Timer; arrived: boolean }[] = []

  function resume(result: StepResult): void {
    const current = dialogue
    if (current === undefined) return
    const next = current.next(result)
    if (dialogue !== current) return
    if (next.done === true) {
      dialogue = undefined
      return
    }
    perform(next.value)
  }

  function perform(step: DialogueStep) {
    mayStop = step.stoppable === true
    if (step.do === 'wait') {
      if (mayStop && stopWanted) return resumeSoon('stopped')
      const timer = clock.startTimer(step.ms, () => {
        waiting = undefined
        resume('passed')
      })
      waiting = { timer, stoppable: step.stoppable }
      return
    }
    if (!attached) return resumeSoon('cut')
    expectReply(true)
    send(step.parts)
  }

  /** Never from within the step before: a story of many cut messages must not grow the stack. */
  function resumeSoon(result: StepResult): void {
    const timer = clock.startTimer(0, () => {
      waiting = undefined
      resume(result)
    })
    waiting = { timer, stoppable: false }
  }

  function expectReply(own: boolean): void {
    const entry = { own, timer: clock.startTimer(T3_MS + transmissionMs, () => giveUp(entry)), arrived: false }
    awaited.push(entry)
  }

  function giveUp(entry: { readonly own: boolean }): void {
    awaited = awaited.filter((one) => one !== entry)
    if (entry.own) resume('no_answer')
  }

  return {
    get running() {
      return dialogue !== undefined
    },
    start(next) {
      dialogue = next
      attached = true
      stopWanted = false
      resume('passed')
    },
    replied(message) {
      const entry = awaited.shift()
      entry?.timer.cancel()
      if (entry?.own === true) resume(readAnswer(message))
    },
    sendAside(parts) {
      expectReply(false)
      send(parts)
    },
    stop() {
      if (!mayStop) return false
      stopWanted = true
      if (waiting?.stoppable !== true) return true
      waiting.timer.cancel()
      waiting = undefined
      resumeSoon('stopped')
      return true
    },
    acknowledged() {
      for (const entry of awaited) {
        // Once: the ACKs of later messages, e.g. of our "busy" to a till that was restarted, must not put its end off for ever.
        if (entry.arrived) continue
        entry.arrived = true
        entry.timer.cancel()
        // The till's frame may be lost once, and comes again after T2.
        entry.timer = clock.startTimer(T3_MS + T2_MS, () => giveUp(entry))
      }
    },
    cut() {
      const lost = awaited
      awaited = []
      for (const { timer } of lost) timer.cancel()
      attached = false
      if (lost.some(({ own }) => own)) resume('cut')
    },
    close() {
      for (const { timer } of awaited) timer.cancel()
      waiting?.timer.cancel()
      awaited = []
      dialogue = undefined
    },
  }
}
