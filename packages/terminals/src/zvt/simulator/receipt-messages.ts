import type { PaymentKind } from '../../payment-facts.ts'
import type { MessageParts } from '../encode-message.ts'
import { tlv } from '../tlv-codec.ts'
import { currencyDecimals, encodeText } from '../values.ts'
import { productName, type TerminalNumbers, type Transaction } from './messages.ts'

const WIDTH = 32
const CENTRED = 0x40
const LAST_LINE = 0x81
const MERCHANT_RECEIPT = 1
const CUSTOMER_RECEIPT = 2

export type Printing = 'none' | 'lines' | 'blocks'

const TITLES: Readonly<Record<PaymentKind, string>> = { sale: 'Payment', refund: 'Refund', reversal: 'Reversal' }

/** An amount as receipts show it: major units with a comma. */
export function amountText(amountMinor: number, currency: string): string {
  const decimals = currencyDecimals(currency) ?? 2
  const digits = String(amountMinor).padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  return `${currency} ${decimals === 0 ? whole : `${whole},${digits.slice(-decimals)}`}`
}

function spread(left: string, right: string): string {
  return left + right.padStart(Math.max(1, WIDTH - left.length))
}

/** Lines of the merchant's or customer's receipt. */
export function receiptLines(
  transaction: Transaction,
  kind: PaymentKind,
  numbers: TerminalNumbers & { readonly merchantName?: string | undefined },
): string[] {
  const { payment } = transaction
  const date = new Date(transaction.atMs).toISOString()
  return [
    numbers.merchantName ?? 'Simulated merchant',
    '',
    TITLES[kind],
    payment.card.name ?? productName(payment.method),
    ...(payment.card.last4 === undefined ? [] : [spread('Card', `************${payment.card.last4}`)]),
    spread('Amount', amountText(transaction.amountMinor, numbers.currency)),
    spread('Terminal', numbers.terminalId),
    spread('Receipt', String(transaction.receipt).padStart(4, '0')),
    spread('Trace', String(transaction.trace).padStart(6, '0')),
    spread('Authorisation', transaction.authorisation),
    spread(date.slice(0, 10), date.slice(11, 19)),
    'Payment approved',
  ]
}

function asLines(lines: readonly string[]): MessageParts[] {
  return [
    ...lines.map((line, index) => ({ control: 0x06d1, head: Uint8Array.of(index === 0 ? CENTRED : 0, ...encodeText(line)) })),
    { control: 0x06d1, head: Uint8Array.of(LAST_LINE) },
  ]
}

function asBlock(lines: readonly string[], type: number): MessageParts[] {
  const content = lines.flatMap((line, index) => [
    ...(index === 0 ? [tlv('09', Uint8Array.of(CENTRED))] : []),
    tlv('07', encodeText(line)),
  ])
  return [
    { control: 0x06d3, tlv: [tlv('1F07', Uint8Array.of(type)), tlv('25', [...content, tlv('09', Uint8Array.of(LAST_LINE))])] },
  ]
}

/** Lines as the till's registration asked to get them; nothing when the terminal prints by itself. */
export function printMessages(lines: readonly string[], printing: Printing, type: number = MERCHANT_RECEIPT): MessageParts[] {
  if (printing === 'none') return []
  return printing === 'lines' ? asLines(lines) : asBlock(lines, type)
}

/** Both receipts of a payment. */
export function receiptMessages(lines: readonly string[], printing: Printing): MessageParts[] {
  return [...printMessages(lines, printing, MERCHANT_RECEIPT), ...printMessages(lines, printing, CUSTOMER_RECEIPT)]
}
