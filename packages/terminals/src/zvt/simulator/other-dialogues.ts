import { concat } from '../tlv-codec.ts'
import { amountBcd, bcd, encodeText } from '../values.ts'
import type { Dialogue } from './dialogue.ts'
import { COMPLETION, clockBitmaps, intermediate } from './messages.ts'
import { amountText, printMessages } from './receipt-messages.ts'
import { pick, type TerminalState, terminalNowMs } from './terminal-state.ts'

const ADMIN_RECEIPT = 3

/** A command that takes a while and changes nothing: diagnosis, initialisation, self test. */
export function* workForAWhile(terminal: TerminalState, text: string, longestMs: number): Dialogue {
  if (terminal.tellsProgress) yield { do: 'send', parts: intermediate(0x17, 'Please wait', 1) }
  yield { do: 'wait', ms: pick(terminal, 500, longestMs), stoppable: false }
  const lines = [text, `Terminal ${terminal.options.terminalId}`, 'Done']
  for (const message of printMessages(lines, terminal.printing.admin, ADMIN_RECEIPT)) yield { do: 'send', parts: message }
  yield { do: 'send', parts: COMPLETION }
}

/** 06 50 closes the day and tells its totals; 06 10 only tells them. */
export function* tellTotals(terminal: TerminalState, closes: boolean): Dialogue {
  if (terminal.tellsProgress) yield { do: 'send', parts: intermediate(0x0e, 'Please wait', 2) }
  if (closes) yield { do: 'wait', ms: pick(terminal, 1_000, 4_000), stoppable: false }
  const totals = terminal.ledger.totals()
  const { currency } = terminal.options
  if (closes) terminal.ledger.closeDay()
  yield {
    do: 'send',
    parts: {
      control: 0x040f,
      bitmaps: [
        { tag: 0x27, bytes: Uint8Array.of(0) },
        { tag: 0x04, bytes: amountBcd(totals.amountMinor) },
        ...clockBitmaps(terminalNowMs(terminal)),
        {
          tag: 0x60,
          bytes: concat([
            bcd(totals.first, 2),
            bcd(totals.last, 2),
            ...totals.brands.flatMap((brand) => [Uint8Array.of(brand.count), amountBcd(brand.amountMinor)]),
          ]),
        },
      ],
    },
  }
  const count = totals.brands.reduce((sum, brand) => sum + brand.count, 0)
  const lines = [
    closes ? '** End of day **' : '** Turnover totals **',
    `Payments ${count}`,
    amountText(totals.amountMinor, currency),
  ]
  for (const message of printMessages(lines, terminal.printing.admin, ADMIN_RECEIPT)) yield { do: 'send', parts: message }
  yield { do: 'send', parts: COMPLETION }
}

/** 06 20: the last record again. Service bit 01 sends its status, bit 02 leaves out the printing. */
export function* repeatLast(terminal: TerminalState, service: number): Dialogue {
  const last = terminal.records.at(-1)
  if (last !== undefined && (service & 1) !== 0) yield { do: 'send', parts: last.status }
  if (last !== undefined && (service & 2) === 0) {
    for (const message of printMessages(last.lines, terminal.printing.payments)) yield { do: 'send', parts: message }
  }
  yield { do: 'send', parts: COMPLETION }
}

/** Completion of a status enquiry: version where wanted, the status byte, device data where wanted. */
export function statusCompletion(
  terminal: TerminalState,
  status: number,
  service: number,
): { control: number; head: Uint8Array; tlv?: { tag: string; value: Uint8Array }[] } {
  const version = encodeText('CF-SIM 1.0')
  const length = Uint8Array.from(String(version.length).padStart(3, '0'), (digit) => 0xf0 | Number(digit))
  const head = (service & 2) === 0 ? concat([length, version, Uint8Array.of(status)]) : Uint8Array.of(status)
  if ((service & 4) === 0) return { control: 0x060f, head }
  const serial = bcd(terminal.options.terminalId, 4)
  const device = concat([Uint8Array.of(0x1f, 0x40, 16), encodeText('Counterfoil test'), Uint8Array.of(0x1f, 0x42, 4), serial])
  return { control: 0x060f, head, tlv: [{ tag: 'E4', value: device }] }
}
