import type { PaymentKind } from '../../payment-facts.ts'
import type { MessageParts } from '../encode-message.ts'
import { findBitmap, findTlv, type ZvtMessage } from '../message.ts'
import { tlv } from '../tlv-codec.ts'
import { bcd, currencyBcd, currencyLetters, readAmount, readBcd, readBcdNumber } from '../values.ts'
import type { Dialogue } from './dialogue.ts'
import type { BookedEntry } from './ledger.ts'
import { COMPLETION } from './messages.ts'
import { repeatLast, statusCompletion, tellTotals, workForAWhile } from './other-dialogues.ts'
import { payAtTerminal } from './payment-dialogue.ts'
import type { Printing } from './receipt-messages.ts'
import { pick, type TerminalState, terminalNowMs } from './terminal-state.ts'

const NOT_REGISTERED = 0x6b
const WRONG_CURRENCY = 0x6f
const NOT_SUPPORTED = 0x83
const BUSY = 0x9c
const ALREADY_REVERSED = 0xb4
const REVERSAL_IMPOSSIBLE = 0xb5
const AMOUNT_TOO_SMALL = 0xc8
const PRINTER_NOT_READY = 0xcc

const REGISTRATION = 0x0600
const STATUS_ENQUIRY = 0x0501
const ABORT_REQUEST = 0x06b0

/** What the terminal does about a command: its reply, then perhaps a dialogue. */
export type Reaction =
  | { readonly reply: 'accept'; readonly dialogue?: Dialogue }
  | { readonly reply: 'refuse'; readonly code: number }
  /** Wrong currency is refused by 84 1E with the code behind it. */
  | { readonly reply: 'refuse_with'; readonly parts: MessageParts }
  /** "Busy" to a status enquiry while something else runs on. */
  | { readonly reply: 'accept_aside'; readonly parts: MessageParts }
  | { readonly reply: 'nothing' }

function* justSend(parts: MessageParts): Dialogue {
  yield { do: 'send', parts }
}

/** Config byte after a log-off: receipts to the till, no intermediate status (PA00P015 2.25). */
export const LOGGED_OFF_CONFIG = 0x86

/** Bits 02 and 04: payment and admin receipts are the till's; bit 80: the terminal sends them ready to print. */
export function printingOf(config: number, form: Printing): TerminalState['printing'] {
  const printed = (bit: number): Printing => ((config & 0x80) !== 0 && (config & bit) !== 0 ? form : 'none')
  return { payments: printed(0x02), admin: printed(0x04) }
}

/** Whether the till names 06 D3 among the commands it takes (TLV 26 with 0A). */
function takesBlocks(message: ZvtMessage): boolean {
  return findTlv(message, '26')?.children?.some(({ tag, value }) => tag === '0A' && readBcd(value) === '06D3') === true
}

function register(terminal: TerminalState, message: ZvtMessage): Reaction {
  const { currency, terminalId } = terminal.options
  const asked = message.head.length >= 6 ? currencyLetters(readBcdNumber(message.head.subarray(4, 6)) ?? -1) : undefined
  if (asked !== undefined && asked !== currency) {
    return { reply: 'refuse_with', parts: { control: 0x841e, head: Uint8Array.of(WRONG_CURRENCY, ...currencyBcd(currency)) } }
  }
  const config = message.head[3] ?? 0
  terminal.registered = true
  terminal.tellsProgress = (config & 0x08) !== 0
  terminal.printing = printingOf(config, takesBlocks(message) ? 'blocks' : 'lines')
  const mirrored = findTlv(message, '1F73')
  return {
    reply: 'accept',
    dialogue: justSend({
      control: 0x060f,
      bitmaps: [
        { tag: 0x19, bytes: Uint8Array.of(0) },
        { tag: 0x29, bytes: bcd(terminalId, 4) },
        { tag: 0x49, bytes: currencyBcd(currency) },
      ],
      ...(mirrored === undefined ? {} : { tlv: [tlv('1F73', mirrored.value)] }),
    }),
  }
}

function pay(terminal: TerminalState, message: ZvtMessage, kind: PaymentKind, undoes?: BookedEntry): Reaction {
  if (!terminal.registered) return { reply: 'refuse', code: NOT_REGISTERED }
  if (terminal.ports.clock.monotonicMs() < terminal.paperOutUntilMs) return { reply: 'refuse', code: PRINTER_NOT_READY }
  const amount = findBitmap(message, 0x04)
  const amountMinor = undoes?.amountMinor ?? (amount === undefined ? Number.NaN : readAmount(amount))
  const currency = findBitmap(message, 0x49)
  if (Number.isNaN(amountMinor)) return { reply: 'refuse', code: NOT_SUPPORTED }
  if (amountMinor === 0) return { reply: 'refuse', code: AMOUNT_TOO_SMALL }
  if (currency !== undefined && currencyLetters(readBcdNumber(currency) ?? -1) !== terminal.options.currency) {
    return { reply: 'refuse_with', parts: { control: 0x841e, head: Uint8Array.of(WRONG_CURRENCY) } }
  }
  const plan = terminal.options.plan({ kind, amountMinor })
  if (plan.ending === 'busy') return { reply: 'refuse', code: BUSY }
  if (plan.ending === 'silent') return { reply: 'nothing' }
  const maxResults = findBitmap(message, 0x02)?.[0]
  const seconds = findBitmap(message, 0x01)?.[0]
  const cardTimeoutMs = seconds === undefined ? undefined : seconds * 1_000
  const order = { kind, amountMinor, plan, undoes, cardTimeoutMs, maxResults }
  return { reply: 'accept', dialogue: payAtTerminal(terminal, order) }
}

function reverse(terminal: TerminalState, message: ZvtMessage): Reaction {
  const receipt = findBitmap(message, 0x87)
  const entry = receipt === undefined ? undefined : terminal.ledger.findByReceipt(readBcd(receipt))
  if (entry?.state === 'reversed') return { reply: 'refuse', code: ALREADY_REVERSED }
  if (entry?.state !== 'approved' || entry.kind === 'reversal') return { reply: 'refuse', code: REVERSAL_IMPOSSIBLE }
  return pay(terminal, message, 'reversal', entry)
}

function setClock(terminal: TerminalState, message: ZvtMessage): Reaction {
  const date = findBitmap(message, 0xaa)
  const time = findBitmap(message, 0x0c)
  const digits = date === undefined || time === undefined ? '' : readBcd(date) + readBcd(time)
  const parts = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(digits)?.slice(1).map(Number)
  if (parts === undefined) return { reply: 'refuse', code: NOT_SUPPORTED }
  const [year = 0, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0] = parts
  terminal.clockOffsetMs += Date.UTC(2000 + year, month - 1, day, hours, minutes, seconds) - terminalNowMs(terminal)
  return { reply: 'accept', dialogue: justSend({ control: 0x060f }) }
}

function logOff(terminal: TerminalState): Reaction {
  terminal.registered = false
  terminal.tellsProgress = false
  terminal.printing = printingOf(LOGGED_OFF_CONFIG, 'lines')
  return { reply: 'accept' }
}

function readStatus(terminal: TerminalState): number {
  return terminal.ports.clock.monotonicMs() < terminal.paperOutUntilMs ? PRINTER_NOT_READY : 0
}

/** 06 18: off for a while after the till has heard of it, and without a registration. */
function* startAgain(terminal: TerminalState): Dialogue {
  yield { do: 'send', parts: COMPLETION }
  logOff(terminal)
  terminal.offUntilMs = terminal.ports.clock.monotonicMs() + pick(terminal, 1_000, 5_000)
}

/** What a command of the till makes the terminal do. */
export function takeCommand(terminal: TerminalState, message: ZvtMessage, busy: boolean, stop: () => boolean): Reaction {
  const service = findBitmap(message, 0x03)?.[0] ?? 0
  if (message.control === ABORT_REQUEST) return busy && !stop() ? { reply: 'refuse', code: NOT_SUPPORTED } : { reply: 'accept' }
  if (busy) {
    if (message.control !== STATUS_ENQUIRY) return { reply: 'refuse', code: BUSY }
    return { reply: 'accept_aside', parts: statusCompletion(terminal, BUSY, service | 2) }
  }
  switch (message.control) {
    case REGISTRATION:
      return register(terminal, message)
    case STATUS_ENQUIRY:
      return { reply: 'accept', dialogue: justSend(statusCompletion(terminal, readStatus(terminal), service)) }
    case 0x0601:
      return pay(terminal, message, 'sale')
    case 0x0602:
      return logOff(terminal)
    case 0x0610:
      return { reply: 'accept', dialogue: tellTotals(terminal, false) }
    case 0x0618:
      return { reply: 'accept', dialogue: startAgain(terminal) }
    case 0x061a:
      return { reply: 'accept', dialogue: workForAWhile(terminal, 'System configuration', 1_000) }
    case 0x0620:
      return { reply: 'accept', dialogue: repeatLast(terminal, service) }
    case 0x0630:
      return reverse(terminal, message)
    case 0x0631:
      return pay(terminal, message, 'refund')
    case 0x0650:
      return { reply: 'accept', dialogue: tellTotals(terminal, true) }
    case 0x0670:
      return { reply: 'accept', dialogue: workForAWhile(terminal, 'Diagnosis', 3_000) }
    case 0x0679:
      return { reply: 'accept', dialogue: workForAWhile(terminal, 'Self test', 1_000) }
    case 0x0691:
      return setClock(terminal, message)
    case 0x0693:
      return { reply: 'accept', dialogue: workForAWhile(terminal, 'Initialisation', 5_000) }
    default:
      return { reply: 'refuse', code: NOT_SUPPORTED }
  }
}
