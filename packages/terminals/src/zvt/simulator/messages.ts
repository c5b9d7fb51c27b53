import type { PaymentMethod } from '../../payment-facts.ts'
import type { SimulatedPayment } from '../../terminal-simulator.ts'
import type { MessageParts } from '../encode-message.ts'
import { fromHex } from '../hex.ts'
import type { BitmapValue, TlvNode } from '../message.ts'
import { tlv } from '../tlv-codec.ts'
import { amountBcd, bcd, currencyBcd, encodeText } from '../values.ts'

/** Card type ids (PA00P015 chapter 12) of what the simulated customers pay with. */
const SCHEME_IDS: Readonly<Record<string, number>> = {
  girocard: 5,
  mastercard: 6,
  amex: 8,
  visa: 10,
  diners: 12,
  vpay: 13,
  jcb: 14,
  maestro: 46,
  unionpay: 198,
  discover: 232,
}
const WALLET_IDS: Readonly<Record<string, number>> = { alipay: 97, bluecode: 260, wechat_pay: 261 }
const UNKNOWN_CARD = 255

const APPLICATION_IDS: Readonly<Record<string, string>> = {
  girocard: 'A00000005945430100',
  mastercard: 'A0000000041010',
  maestro: 'A0000000043060',
  visa: 'A0000000031010',
  vpay: 'A0000000032020',
  amex: 'A000000025010801',
  jcb: 'A0000000651010',
  diners: 'A0000001523010',
  unionpay: 'A000000333010101',
}

const TECHNOLOGY: Readonly<Record<string, number>> = { magstripe: 0, chip: 1, contactless: 2 }

/** What one transaction is, once the terminal has given it its numbers. */
export interface Transaction {
  readonly amountMinor: number
  readonly receipt: number
  readonly trace: number
  readonly atMs: number
  readonly authorisation: string
  readonly payment: SimulatedPayment
}

export interface TerminalNumbers {
  readonly terminalId: string
  readonly merchantNumber: string
  readonly currency: string
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** Name of the product as terminals write it; the funding stands in it or nowhere. */
export function productName(method: PaymentMethod): string {
  if (method.wallet !== undefined)
    return { alipay: 'Alipay', wechat_pay: 'WeChat Pay', bluecode: 'BLUECODE' }[method.wallet] ?? capital(method.wallet)
  const scheme =
    { amex: 'American Express', jcb: 'JCB', vpay: 'V PAY', unionpay: 'UnionPay', girocard: 'girocard' }[method.scheme] ??
    capital(method.scheme)
  if (method.scheme === 'girocard' || method.scheme === 'maestro' || method.scheme === 'vpay') return scheme
  if (method.funding === 'debit') return method.scheme === 'mastercard' ? 'Debit Mastercard' : `${scheme} Debit`
  if (method.funding === 'credit') return `${scheme} Credit`
  return method.funding === 'prepaid' ? `${scheme} Prepaid` : scheme
}

/** Date MMDD and time hhmmss of the terminal's own clock. */
export function clockBitmaps(atMs: number): BitmapValue[] {
  const date = new Date(atMs).toISOString()
  return [
    { tag: 0x0c, bytes: bcd(date.slice(11, 19).replaceAll(':', ''), 3) },
    { tag: 0x0d, bytes: bcd(date.slice(5, 10).replace('-', ''), 2) },
  ]
}

/** Card number as terminals send it: first six and last four at most, `E` for what is masked. */
function maskedNumber(payment: SimulatedPayment): Uint8Array | undefined {
  const { first6, last4 } = payment.card
  if (last4 === undefined) return undefined
  return fromHex(`${first6 ?? 'EEEEEE'}EEEEEE${last4}`)
}

function cardBitmaps(payment: SimulatedPayment): BitmapValue[] {
  const { method, card } = payment
  const id = method.wallet === undefined ? SCHEME_IDS[method.scheme] : WALLET_IDS[method.wallet]
  const number = maskedNumber(payment)
  return [
    ...(number === undefined ? [] : [{ tag: 0x22, bytes: number }]),
    { tag: 0x8a, bytes: Uint8Array.of(id === undefined || id > 254 ? UNKNOWN_CARD : id) },
    { tag: 0x8b, bytes: encodeText(`${card.name ?? productName(method)}\0`) },
  ]
}

function paymentTlv(payment: SimulatedPayment): TlvNode[] {
  const { method, entry, pinMs } = payment
  const nodes: TlvNode[] = [tlv('1F11', Uint8Array.of(1)), tlv('1F10', Uint8Array.of(pinMs > 0 ? 2 : 0))]
  const technology = TECHNOLOGY[entry]
  if (technology !== undefined) nodes.push(tlv('1F12', Uint8Array.of(technology)))
  const id = method.wallet === undefined ? SCHEME_IDS[method.scheme] : WALLET_IDS[method.wallet]
  if (id !== undefined && id > 254) nodes.push(tlv('41', Uint8Array.of(id >> 8, id & 0xff)))
  const application = APPLICATION_IDS[method.scheme]
  if (application !== undefined && method.wallet === undefined) nodes.push(tlv('60', [tlv('43', fromHex(application))]))
  return nodes
}

/** 04 0F of an approved transaction; sent again it is the same to the byte. */
export function approvedStatus(transaction: Transaction, numbers: TerminalNumbers): MessageParts {
  const { payment } = transaction
  return {
    control: 0x040f,
    bitmaps: [
      { tag: 0x27, bytes: Uint8Array.of(0) },
      { tag: 0x04, bytes: amountBcd(transaction.amountMinor) },
      { tag: 0x49, bytes: currencyBcd(numbers.currency) },
      { tag: 0x0b, bytes: bcd(transaction.trace, 3) },
      ...clockBitmaps(transaction.atMs),
      { tag: 0x87, bytes: bcd(transaction.receipt, 2) },
      { tag: 0x29, bytes: bcd(numbers.terminalId, 4) },
      { tag: 0x2a, bytes: encodeText(numbers.merchantNumber.padEnd(15).slice(0, 15)) },
      { tag: 0x3b, bytes: encodeText(transaction.authorisation.padEnd(8, '\0')) },
      ...cardBitmaps(payment),
    ],
    tlv: paymentTlv(payment),
  }
}

/** 04 0F of a transaction that did not come about; `declined` is the payment whose card the host saw and turned down. */
export function refusedStatus(
  code: number,
  text: string,
  {
    terminalId,
    atMs,
    declined,
  }: { readonly terminalId: string; readonly atMs: number; readonly declined?: SimulatedPayment | undefined },
): MessageParts {
  return {
    control: 0x040f,
    bitmaps: [
      { tag: 0x27, bytes: Uint8Array.of(code) },
      ...clockBitmaps(atMs),
      { tag: 0x29, bytes: bcd(terminalId, 4) },
      { tag: 0x3c, bytes: encodeText(text) },
      ...(declined === undefined ? [] : cardBitmaps(declined)),
    ],
    ...(declined === undefined ? {} : { tlv: paymentTlv(declined) }),
  }
}

/** 04 FF with the display text; `minutes` sets the till's T4. */
export function intermediate(code: number, text: string, minutes?: number): MessageParts {
  return {
    control: 0x04ff,
    head: minutes === undefined ? Uint8Array.of(code, 0) : Uint8Array.of(code, minutes),
    tlv: [tlv('24', [tlv('07', encodeText(text))])],
  }
}

export const COMPLETION: MessageParts = { control: 0x060f }

/** 06 1E with its result code. */
export function abort(code: number): MessageParts {
  return { control: 0x061e, head: Uint8Array.of(code) }
}
