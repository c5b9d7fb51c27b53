import type { CardFacts, EntryMode, PaymentMethod, PaymentResult } from '../payment-facts.ts'
import { maskText } from './card-digits.ts'
import { paymentMethod } from './codes/card-types.ts'
import { resultText } from './codes/result-codes.ts'
import { findBitmap, findTlv, type ZvtMessage } from './message.ts'
import { redactMessage } from './redact.ts'
import { currencyLetters, readAmount, readBcd, readBcdNumber, readText } from './values.ts'

/** Card technology, TLV 1F12. */
const ENTRY: readonly EntryMode[] = ['magstripe', 'chip', 'contactless']

/** Card type id that says "see TLV 41". */
const SEE_TLV_41 = 0xff

function text(bytes: Uint8Array | undefined, read: (bytes: Uint8Array) => string = maskedText): string | undefined {
  const content = bytes === undefined ? '' : read(bytes).trim()
  return content === '' ? undefined : content
}

function maskedText(bytes: Uint8Array): string {
  return maskText(readText(bytes))
}

/** First six and last four, where the terminal left them readable; nothing in between is ever looked at. */
function readCard(message: ZvtMessage, name: string | undefined): CardFacts | undefined {
  const number = findBitmap(message, 0x22)
  const digits = number === undefined ? '' : readBcd(number).replace(/F$/, '')
  const first6 = /^\d{6}/.exec(digits)?.[0]
  const last4 = /\d{4}$/.exec(digits)?.[0]
  // Shorter numbers are masked whole: six and four of them would be nearly all.
  const long = digits.length >= 13
  const card: CardFacts = {
    ...(long && first6 !== undefined ? { first6 } : {}),
    ...(long && last4 !== undefined ? { last4 } : {}),
    ...(name === undefined ? {} : { name }),
  }
  return Object.keys(card).length === 0 ? undefined : card
}

function readMethod(message: ZvtMessage, name: string | undefined): PaymentMethod | undefined {
  const short = findBitmap(message, 0x8a)?.[0]
  const long = findTlv(message, '41')?.value
  const id =
    short === undefined || short === SEE_TLV_41 ? (long === undefined ? undefined : Number.parseInt(readBcd(long), 16)) : short
  return id === undefined || Number.isNaN(id) ? undefined : paymentMethod(id, name)
}

/** Cardholder verification, TLV 1F10. */
function readVerification(message: ZvtMessage): PaymentResult['cardholderVerification'] {
  const code = findTlv(message, '1F10')?.value[0]
  if (code === undefined) return undefined
  if (code === 0) return 'none'
  if (code === 1) return 'signature'
  return code <= 7 ? 'pin' : 'not_told'
}

function readCurrency(message: ZvtMessage): string | undefined {
  const number = findBitmap(message, 0x49)
  return number === undefined ? undefined : currencyLetters(readBcdNumber(number) ?? -1)
}

function withoutEmpty(result: { readonly [Key in keyof PaymentResult]: PaymentResult[Key] | undefined }): PaymentResult {
  return Object.fromEntries(Object.entries(result).filter(([, value]) => value !== undefined)) as PaymentResult
}

/** What a status information (04 0F) says of a payment. What it does not say is absent, never guessed. */
export function readPaymentResult(original: ZvtMessage): PaymentResult {
  const message = redactMessage(original)
  const digits = (tag: number): string | undefined => {
    const bytes = findBitmap(message, tag)
    return bytes === undefined ? undefined : readBcd(bytes)
  }
  const amount = findBitmap(message, 0x04)
  const amountMinor = amount === undefined ? undefined : readAmount(amount)
  const code = findBitmap(message, 0x27)?.[0]
  const cardName = text(findBitmap(message, 0x8b))
  const entry = findTlv(message, '1F12')?.value[0]
  const online = findTlv(message, '1F11')?.value[0]
  const application = findTlv(message, '60', '43')?.value ?? findTlv(message, '43')?.value
  const words =
    text(findBitmap(message, 0x3c)) ?? text(findTlv(message, '24', '07')?.value) ?? text(findTlv(message, '1F17')?.value)
  return withoutEmpty({
    amountMinor: amountMinor === undefined || Number.isNaN(amountMinor) ? undefined : amountMinor,
    currency: readCurrency(message),
    method: readMethod(message, cardName),
    card: readCard(message, cardName),
    entry: entry === undefined ? undefined : (ENTRY[entry] ?? 'not_told'),
    cardholderVerification: readVerification(message),
    authorised: online === undefined ? undefined : online === 1 ? 'online' : 'offline',
    authorisationCode: text(findBitmap(message, 0x3b)),
    receipt: digits(0x87),
    trace: digits(0x0b),
    terminalId: digits(0x29),
    // Redacted above; a number that passes the check by chance must not be lost.
    merchantNumber: text(findBitmap(message, 0x2a), readText),
    applicationId: application === undefined ? undefined : readBcd(application),
    resultCode: code === undefined ? undefined : code.toString(16).padStart(2, '0'),
    resultText: words ?? (code === undefined || code === 0 ? undefined : resultText(code)),
    terminalDate: digits(0x0d),
    terminalTime: digits(0x0c),
  })
}
