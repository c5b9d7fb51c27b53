import type { BatchAnswer, HelloAnswer, RotateAnswer } from '@counterfoil/protocol'
import type { StreamComparison } from '../outbox/outbox.ts'

/** A batch on its way: sent, not yet answered. */
export interface Flight {
  readonly id: number
  readonly lastSeq: number
}

/**
 * A line that was lost while batches were under way may be too slow for them: a batch that needs longer than an answer is waited for
 * would be sent for ever. Each time its most events are halved; after many that were answered, once less.
 */
export interface Narrowing {
  readonly halvings: number
  /** Batches answered since the last change. */
  readonly answered: number
}

/** How the delivery to the hub stands. */
export type DeliveryState =
  | { readonly phase: 'stopped' }
  /** No connection; the timer `retry` runs. */
  | { readonly phase: 'waiting'; readonly attempt: number; readonly narrowing: Narrowing }
  /** A socket is being opened, or is open and its challenge has not come. */
  | { readonly phase: 'connecting'; readonly attempt: number; readonly narrowing: Narrowing }
  /** Hello sent. */
  | { readonly phase: 'greeting'; readonly attempt: number; readonly narrowing: Narrowing }
  | Delivering
  /** Connected, but the hub asked for a pause; the timer `resume` runs. */
  | {
      readonly phase: 'paused'
      readonly confirmed: number
      readonly strikes: number
      readonly maxEvents: number
      readonly narrowing: Narrowing
      readonly credit: number
      readonly pulsed: boolean
    }
  /** Sending again could do harm or no good; a person must look. Greets again now and then, sends nothing. */
  | { readonly phase: 'halted'; readonly code: HaltCode }

export interface Delivering {
  readonly phase: 'delivering'
  /** What the hub has confirmed, and the last number sent. */
  readonly confirmed: number
  readonly sent: number
  readonly flights: readonly Flight[]
  /** Unanswered or refused in a row; back-off grows with it. */
  readonly strikes: number
  readonly maxEvents: number
  readonly narrowing: Narrowing
  readonly quarantined: boolean
  /** Events of a backlog the hub has given leave for. */
  readonly credit: number
  /** A backlog waits and the hub has been told. */
  readonly starved: boolean
  /** The hub has said nothing since a pulse was sent: the timer `answer` runs from the first such one, whatever is sent after it. */
  readonly pulsed: boolean
}

export type HaltCode = 'fork' | 'ahead' | 'pruned' | 'wrong_epoch' | 'outbox_failed' | 'disk_reset' | 'cloned'

export type DeliveryInput =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | { readonly type: 'challenge'; readonly challenge: { readonly hubId: string; readonly nonce: string } }
  | { readonly type: 'bad_message'; readonly message: string }
  /** `comparison` holds the hub's high water against the outbox; only for an accepting answer. */
  | { readonly type: 'hello_answer'; readonly answer: HelloAnswer; readonly comparison?: StreamComparison }
  | {
      readonly type: 'batch_answer'
      readonly id: number
      readonly answer: BatchAnswer
      readonly comparison?: StreamComparison
      readonly ourLastSeq: number
    }
  /** Results of the effect `send_next`. Every batch uses up leave where there is some, as the hub counts it. */
  | { readonly type: 'batch_sent'; readonly id: number; readonly lastSeq: number; readonly events: number }
  /** More waits than may be sent without leave, and there is none. */
  | { readonly type: 'starved' }
  | { readonly type: 'credit'; readonly events: number }
  | { readonly type: 'pulse_answer' }
  | { readonly type: 'rotate_answer'; readonly answer: RotateAnswer }
  | { readonly type: 'outbox_failed'; readonly message: string }
  /** The outbox has something new. */
  | { readonly type: 'appended' }
  | { readonly type: 'closed'; readonly why: string }
  | { readonly type: 'timer'; readonly timer: DeliveryTimer }

/** `greeting` ends a connection that never gets to work, `answer` one whose hub went silent. */
export type DeliveryTimer = 'retry' | 'greeting' | 'answer' | 'resume' | 'pulse'

export type DeliveryEffect =
  | { readonly type: 'connect' }
  | { readonly type: 'close' }
  | { readonly type: 'send_hello'; readonly challenge: { readonly hubId: string; readonly nonce: string } }
  /** Read the batch after `after`, sign and send it, and answer `batch_sent` or `starved`; nothing where there is none. */
  | { readonly type: 'send_next'; readonly after: number; readonly maxEvents: number; readonly credit: number }
  /** Note the hub's offered number durably, then say so; where it cannot be noted, say nothing. */
  | { readonly type: 'join'; readonly offer: number }
  /** Make a new key, or take the one made before, and send it; `rotate_answer` follows. */
  | { readonly type: 'send_rotate' }
  /** The new key signs from here on. */
  | { readonly type: 'adopt_key' }
  /** The hub does not accept the key in use: sign with the one before it, if there is one. */
  | { readonly type: 'swap_key' }
  /** Send one event after `after`, so that the hub can see and record that the streams have parted; then close. */
  | { readonly type: 'send_evidence'; readonly after: number }
  /** Say how much waits after that number, which a restored hub may lack though it was delivered; `pulse_answer` follows. */
  | { readonly type: 'send_pulse'; readonly after: number }
  | { readonly type: 'acknowledge'; readonly highWater: number; readonly head: string }
  | { readonly type: 'start_timer'; readonly timer: DeliveryTimer; readonly delayMs: number }
  /** Full jitter over the attempt's back-off, and never less than `atLeastMs`. */
  | { readonly type: 'back_off'; readonly timer: 'retry' | 'resume'; readonly attempt: number; readonly atLeastMs: number }
  | { readonly type: 'cancel_timer'; readonly timer: DeliveryTimer }
  | { readonly type: 'report'; readonly level: 'info' | 'warn' | 'alarm'; readonly code: string; readonly message: string }

export interface DeliveryStep {
  readonly state: DeliveryState
  readonly effects: readonly DeliveryEffect[]
}
