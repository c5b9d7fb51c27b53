import type { PaymentResult, TranscriptEntry } from '../../payment-facts.ts'
import type { CancelResult, OpenPayment, Operation, OperationResult, PaymentRequest, StartResult } from '../../terminal-driver.ts'
import type { CashierPrompt, TerminalFact, UnknownReason } from '../../terminal-facts.ts'

export type AnsweredFact = Extract<TerminalFact, { kind: 'payment.answered' }>
export type UnknownFact = Extract<TerminalFact, { kind: 'payment.unknown' }>
export type ConditionFact = Extract<TerminalFact, { kind: 'terminal.condition' }>
export type IdentifiedFact = Extract<TerminalFact, { kind: 'terminal.identified' }>

/** A record of the terminal we have seen: what an inquiry must not mistake for a newer payment. */
export interface SeenRecord {
  /** Four digits; `0000` when the terminal had no record at all. */
  readonly receipt: string
  readonly trace?: string
  readonly date?: string
  readonly time?: string
}

/** Messages of one payment since its last recorded part; the middle is left out when there are too many. */
export interface Transcript {
  readonly entries: readonly TranscriptEntry[]
  readonly leftOut: number
}

interface Attempt {
  readonly request: PaymentRequest
  /** Monotonic milliseconds; may be negative for a payment of an earlier run. */
  readonly openedMs: number
  readonly seenBefore: readonly SeenRecord[]
  readonly answered?: { readonly outcome: AnsweredFact['outcome']; readonly result: PaymentResult } | undefined
  readonly transcript: Transcript
}

export interface RunningPayment extends Attempt {
  readonly step: 'reply' | 'running'
  /** When 80 00 00 to the command came, monotonic. */
  readonly acceptedMs?: number
  readonly cancel: 'no' | 'wanted' | 'sent'
  /** An approval was acknowledged and then 04 FF 05 came: the terminal is taking it back. */
  readonly takingBack: boolean
  /** An approval was answered before, whatever was answered last. */
  readonly wasApproved: boolean
  /** The terminal has told something that needs a card in it. */
  readonly sawCard: boolean
  /** Nothing about the payment can change any more; its exchange may still run. */
  readonly finalised: boolean
  /** `payment.unknown` has been recorded: the journal refused the result, or it could not be read. */
  readonly unknownRecorded: boolean
  /** The last 04 0F without its sequence number: the same again is acknowledged, not booked. */
  readonly lastStatus?: string | undefined
}

/** A payment whose answer was lost. */
export interface UnknownPayment extends Attempt {
  readonly stage: 'asking' | 'needs_person'
  readonly why: UnknownReason
  readonly tries: number
  readonly wasApproved: boolean
}

export type Queued =
  | { readonly what: 'payment'; readonly payment: RunningPayment }
  | { readonly what: 'operation'; readonly operation: Operation }

/** Where the conversation stands. At most one command is under way at a time. */
export type Stage =
  | { readonly name: 'offline' }
  /** Connected, but the next step waits for the retry timer. */
  | { readonly name: 'waiting' }
  | { readonly name: 'registering'; readonly step: 'reply' | 'running' }
  /** 05 01; `poll` while idle, `startup` before anything else. */
  | { readonly name: 'checking'; readonly step: 'reply' | 'running'; readonly why: 'startup' | 'poll' }
  /** 06 20 to learn the number of the terminal's last record. */
  | { readonly name: 'learning'; readonly step: 'reply' | 'running'; readonly record?: PaymentResult }
  /** 06 20 about the newest unknown payment. */
  | { readonly name: 'asking'; readonly step: 'reply' | 'running'; readonly record?: PaymentResult }
  | { readonly name: 'idle' }
  | { readonly name: 'paying'; readonly payment: RunningPayment }
  | {
      readonly name: 'operating'
      readonly operation: Operation
      readonly step: 'reply' | 'running'
      readonly lines: readonly string[]
    }

export interface SessionState {
  readonly stage: Stage
  readonly linkUp: boolean
  readonly registered: boolean
  /** A status enquiry since the registration has found the terminal able to answer. */
  readonly checked: boolean
  /** Version and device data have been asked for since the link came up. */
  readonly greeted: boolean
  readonly unknown: readonly UnknownPayment[]
  readonly queued?: Queued | undefined
  /** Newest last; empty while the terminal's last record is not known. */
  readonly seen: readonly SeenRecord[]
  readonly learnTried: boolean
  readonly condition?: ConditionFact
  readonly identified?: IdentifiedFact
  /** What spoke another protocol since the link came up, while we are not registered. */
  readonly strange?: string | undefined
  /** A link we asked to reopen keeps the reason we gave, instead of "port gone". */
  readonly reopening: boolean
  /** Until then silence is the announced maintenance. */
  readonly maintenanceUntilMs?: number | undefined
  /** Set while both sides number their messages (TLV 1F73). */
  readonly sequence?: SequenceState | undefined
  readonly retryAtMs?: number | undefined
}

export interface SequenceState {
  readonly active: boolean
  readonly lastSent: number
  /** Number and our answer of the terminal's last message: the same number again gets the same answer. */
  readonly lastTaken?: { readonly number: number; readonly answer?: Uint8Array }
}

export type TimerName = 't3' | 't4' | 'poll' | 'retry'

export type SessionInput =
  | { readonly type: 'link_up' }
  | { readonly type: 'link_down'; readonly why: string }
  | { readonly type: 'apdu'; readonly apdu: Uint8Array }
  | {
      readonly type: 'unreadable'
      readonly why: string
      readonly bytes: Uint8Array
      readonly outOfStep: boolean
      readonly foreign?: string
    }
  | { readonly type: 'transmission_failed' }
  | { readonly type: 'timer'; readonly timer: TimerName; readonly foreign?: string }
  | { readonly type: 'resume'; readonly open: readonly OpenPayment[]; readonly lastReceipt?: string; readonly wallMs: number }
  | { readonly type: 'start_payment'; readonly request: PaymentRequest }
  | { readonly type: 'cancel_payment'; readonly paymentId: string }
  | { readonly type: 'operate'; readonly operation: Operation }
  | { readonly type: 'decide'; readonly paymentId: string; readonly outcome: 'approved' | 'cancelled' }
  /** A fact that had to be on disk first could not be written; what followed it in its step was not done. */
  | { readonly type: 'journal_failed'; readonly fact: TerminalFact }

export type SessionEffect =
  | { readonly type: 'send'; readonly apdu: Uint8Array }
  /** `mustPrecede`: unless it is durable, nothing of what follows in this step may happen. */
  | { readonly type: 'record'; readonly fact: TerminalFact; readonly mustPrecede: boolean }
  | { readonly type: 'prompt'; readonly prompt: CashierPrompt }
  | { readonly type: 'start_timer'; readonly timer: TimerName; readonly delayMs: number }
  | { readonly type: 'stop_timer'; readonly timer: TimerName }
  | { readonly type: 'reopen_link'; readonly why: string }
  | { readonly type: 'payment_started'; readonly result: StartResult }
  | { readonly type: 'cancel_answered'; readonly result: CancelResult }
  | { readonly type: 'decided'; readonly done: boolean }
  | { readonly type: 'operation_ended'; readonly result: OperationResult }
  /** The operation just asked for does not start; one under way goes on. */
  | { readonly type: 'operation_refused'; readonly result: OperationResult }
