import type { Funding, PaymentMethod } from '../../payment-facts.ts'
import { CARD_TYPE_NAMES } from './card-type-names.ts'

/** Schemes of card type ids (BMP 8A, TLV 41); every other id is scheme `other`. */
const SCHEMES: ReadonlyMap<number, PaymentMethod> = new Map<number, PaymentMethod>([
  [2, { scheme: 'girocard', funding: 'debit' }],
  [5, { scheme: 'girocard', funding: 'debit' }],
  [6, { scheme: 'mastercard', funding: 'not_told' }],
  [8, { scheme: 'amex', funding: 'not_told' }],
  [9, { scheme: 'elv', funding: 'debit' }],
  [10, { scheme: 'visa', funding: 'not_told' }],
  [11, { scheme: 'visa', funding: 'debit' }],
  [12, { scheme: 'diners', funding: 'not_told' }],
  [13, { scheme: 'vpay', funding: 'debit' }],
  [14, { scheme: 'jcb', funding: 'not_told' }],
  [30, { scheme: 'geldkarte', funding: 'prepaid' }],
  [46, { scheme: 'maestro', funding: 'debit' }],
  [69, { scheme: 'postcard', funding: 'not_told' }],
  [87, { scheme: 'bancontact', funding: 'debit' }],
  [97, { scheme: 'other', funding: 'not_told', wallet: 'alipay' }],
  [107, { scheme: 'other', funding: 'not_told', wallet: 'alipay' }],
  [127, { scheme: 'airplus', funding: 'not_told' }],
  [196, { scheme: 'dankort', funding: 'debit' }],
  [197, { scheme: 'dankort', funding: 'debit' }],
  [198, { scheme: 'unionpay', funding: 'not_told' }],
  [232, { scheme: 'discover', funding: 'not_told' }],
  [260, { scheme: 'other', funding: 'not_told', wallet: 'bluecode' }],
  [261, { scheme: 'other', funding: 'not_told', wallet: 'wechat_pay' }],
])

/** The specification's name of a card type id, or nothing. */
export function cardTypeName(id: number): string | undefined {
  return CARD_TYPE_NAMES.get(id)
}

/** Words in the terminal's own name of the product that tell where the money comes from. */
function toldFunding(cardName: string | undefined): Funding | undefined {
  if (cardName === undefined) return undefined
  if (/\bdebit\b/i.test(cardName)) return 'debit'
  if (/\bcredit\b|\bkredit/i.test(cardName)) return 'credit'
  return /\bprepaid\b/i.test(cardName) ? 'prepaid' : undefined
}

/**
 * How a payment was made, by card type id and the terminal's name of the card. Funding is told only by schemes that
 * are debit or prepaid by definition, and by the name; never guessed.
 */
export function paymentMethod(cardTypeId: number, cardName?: string): PaymentMethod {
  const method = SCHEMES.get(cardTypeId) ?? { scheme: 'other', funding: 'not_told' }
  return { ...method, funding: toldFunding(cardName) ?? method.funding }
}
