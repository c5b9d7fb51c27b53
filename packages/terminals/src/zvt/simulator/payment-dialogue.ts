import type { PaymentKind } from '../../payment-facts.ts'
import type { SimulatedPayment } from '../../terminal-simulator.ts'
import type { Dialogue, DialogueStep, StepResult } from './dialogue.ts'
import { type BookedEntry, transactionOf } from './ledger.ts'
import { abort, approvedStatus, COMPLETION, intermediate, refusedStatus } from './messages.ts'
import { receiptLines, receiptMessages } from './receipt-messages.ts'
import { dropRecord, keepRecord, pick, type TerminalState, terminalNowMs } from './terminal-state.ts'

const CANCELLED = 0x6c
const PRINTER_NOT_READY = 0xcc

/** A terminal waits this long for a card (PA00P015 2.2.1). */
const CARD_TIMEOUT_MS = 30_000
/** 84 9C to a result: the till has not issued the goods; the result comes again after this. */
const REPEAT_RESULT_MS = 2_000
const REVERSAL_MS = 2_000

/** Codes the host declines with, and their texts. */
const HOST_REFUSALS: readonly (readonly [code: number, text: string])[] = [
  [0x05, 'Declined'],
  [0x51, 'Limit exceeded'],
  [0x55, 'Wrong PIN'],
  [0x61, 'Amount limit exceeded'],
]

export interface PaymentOrder {
  readonly kind: PaymentKind
  readonly amountMinor: number
  readonly plan: SimulatedPayment
  /** A reversal: the booked entry to undo. */
  readonly undoes?: BookedEntry | undefined
  /** Bitmap 01: how long the terminal waits for a card. */
  readonly cardTimeoutMs?: number | undefined
  /** Bitmap 02: how often a result answered by 84 9C is sent in all; nothing = for ever. */
  readonly maxResults?: number | undefined
}

type Part<Result> = Generator<DialogueStep, Result, StepResult>

function* show(
  terminal: TerminalState,
  code: number,
  text: string,
  { minutes, stoppable = false }: { readonly minutes?: number; readonly stoppable?: boolean } = {},
): Part<void> {
  if (terminal.tellsProgress) yield { do: 'send', parts: intermediate(code, text, minutes), stoppable }
}

function* refuse(terminal: TerminalState, order: PaymentOrder, code: number, text: string): Part<void> {
  const nowMs = terminalNowMs(terminal)
  terminal.ledger.book(order.kind, order.amountMinor, nowMs, code === CANCELLED ? 'cancelled' : 'declined', order.plan)
  const declined = code !== CANCELLED && order.plan.ending === 'decline' ? order.plan : undefined
  yield { do: 'send', parts: refusedStatus(code, text, { terminalId: terminal.options.terminalId, atMs: nowMs, declined }) }
  yield { do: 'send', parts: abort(code) }
}

/** Card, PIN, host. What it returns is why there is no approval, or nothing. */
function* askCustomerAndHost(
  terminal: TerminalState,
  { kind, plan, cardTimeoutMs = CARD_TIMEOUT_MS }: PaymentOrder,
): Part<readonly [code: number, text: string] | undefined> {
  if (kind !== 'reversal') {
    yield* show(terminal, 0x0a, 'Please insert or hold card', { minutes: 1, stoppable: true })
    const presentMs = plan.ending === 'timeout' ? cardTimeoutMs : plan.presentMs
    if ((yield { do: 'wait', ms: presentMs, stoppable: true }) === 'stopped') return [CANCELLED, 'Cancelled by till']
    if (plan.ending === 'timeout') return [CANCELLED, 'Time-out']
    if (plan.ending === 'cancel') return [CANCELLED, 'Cancelled by customer']
    if (plan.pinMs > 0) {
      yield* show(terminal, 0x01, 'Please enter PIN', { minutes: 2, stoppable: true })
      if ((yield { do: 'wait', ms: plan.pinMs, stoppable: true }) === 'stopped') return [CANCELLED, 'Cancelled by till']
    }
  }
  yield* show(terminal, 0x0e, 'Please wait')
  if (plan.ending === 'printer') {
    terminal.paperOutUntilMs = terminal.ports.clock.monotonicMs() + pick(terminal, 120, 360) * 1_000
    return [PRINTER_NOT_READY, 'Printer not ready']
  }
  // From here the host decides: 06 B0 comes too late.
  yield { do: 'wait', ms: plan.hostMs, stoppable: false }
  yield* show(terminal, 0x17, 'Please wait')
  if (plan.ending === 'decline') return HOST_REFUSALS[pick(terminal, 0, HOST_REFUSALS.length - 1)]
  return undefined
}

/** Keeps the record of a booked payment and returns its result, both as of the amount it has now. */
function writeRecord(terminal: TerminalState, entry: BookedEntry, plan: SimulatedPayment, authorisation: string) {
  const transaction = transactionOf(entry, plan, authorisation)
  const status = approvedStatus(transaction, terminal.options)
  const lines = receiptLines(transaction, entry.kind, terminal.options)
  dropRecord(terminal, entry.receipt)
  keepRecord(terminal, { receipt: entry.receipt, status, lines })
  return { status, lines }
}

type Told = ReturnType<typeof writeRecord>

/** Sends the result until the till accepts or refuses it; what it accepted, or nothing. */
function* tellResult(
  terminal: TerminalState,
  { plan, maxResults }: PaymentOrder,
  entry: BookedEntry,
  first: Told,
  authorisation: string,
): Part<Told | undefined> {
  let told = first
  for (let sent = 1; ; sent += 1) {
    const answer = yield { do: 'send', parts: told.status }
    if (answer === 'accepted') return told
    if (typeof answer === 'object') {
      // Goods for a part of it only: the terminal books that part and tells so.
      if (!(answer.issuedMinor > 0 && answer.issuedMinor < entry.amountMinor)) return undefined
      entry.amountMinor = answer.issuedMinor
      told = writeRecord(terminal, entry, plan, authorisation)
      continue
    }
    if (answer !== 'not_issued_yet' || (maxResults !== undefined && sent >= maxResults)) return undefined
    yield { do: 'wait', ms: REPEAT_RESULT_MS, stoppable: false }
  }
}

/** The till did not take the result: the terminal undoes the payment at the host, and says so. */
function* takeBack(terminal: TerminalState, entry: BookedEntry): Part<void> {
  yield* show(terminal, 0x05, 'Automatic reversal', { minutes: 1 })
  yield { do: 'wait', ms: REVERSAL_MS, stoppable: false }
  terminal.ledger.takeBack(entry)
  dropRecord(terminal, entry.receipt)
  yield {
    do: 'send',
    parts: refusedStatus(CANCELLED, 'Reversed', { terminalId: terminal.options.terminalId, atMs: terminalNowMs(terminal) }),
  }
  yield { do: 'send', parts: abort(CANCELLED) }
}

function garbage(terminal: TerminalState): Uint8Array {
  // No byte here can be taken for a frame start, an ACK, a NAK or a class of ZVT.
  return Uint8Array.from({ length: pick(terminal, 4, 20) }, () => pick(terminal, 0xb0, 0xef))
}

/** One payment at the terminal, from "insert card" to its completion, or to whatever cuts it short. */
export function* payAtTerminal(terminal: TerminalState, order: PaymentOrder): Dialogue {
  const { kind, amountMinor, plan } = order
  const refusal = yield* askCustomerAndHost(terminal, order)
  if (refusal !== undefined) return yield* refuse(terminal, order, ...refusal)
  const nowMs = terminalNowMs(terminal)
  const entry = terminal.ledger.book(kind, amountMinor, nowMs, 'approved', plan, order.undoes)
  const authorisation = String(pick(terminal, 100_000, 999_999))
  const first = writeRecord(terminal, entry, plan, authorisation)
  if (plan.ending === 'unplug_before_result') {
    // Terminals in the field keep such a payment: the customer has paid, the till does not know.
    terminal.ports.unplug(pick(terminal, 2, 12) * 1_000)
    return
  }
  if (plan.ending === 'garbage') terminal.ports.write(garbage(terminal))
  const told = yield* tellResult(terminal, order, entry, first, authorisation)
  if (told === undefined) return yield* takeBack(terminal, entry)
  if (plan.ending === 'unplug_after_result') {
    terminal.ports.unplug(pick(terminal, 2, 12) * 1_000)
    return
  }
  // Where the till prints, a receipt it does not take undoes the payment too.
  for (const message of receiptMessages(told.lines, terminal.printing.payments)) {
    if ((yield { do: 'send', parts: message }) !== 'accepted') return yield* takeBack(terminal, entry)
  }
  yield { do: 'send', parts: COMPLETION }
}
