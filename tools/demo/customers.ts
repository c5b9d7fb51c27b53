import type { SimulatedPayment } from '@counterfoil/terminals'
import type { DemoStore } from './chain.ts'
import { logNormal, pick } from './random.ts'

type Method = Pick<SimulatedPayment, 'method' | 'card' | 'entry'>
type Card = readonly [scheme: string, funding: 'credit' | 'debit' | 'not_told', first6: string, name: string]

/** Test card ranges only: none of these is anybody's card. */
const CARDS: Readonly<Record<string, Card>> = {
  girocard: ['girocard', 'debit', '672800', 'girocard'],
  visa: ['visa', 'not_told', '476173', 'Visa'],
  mastercard: ['mastercard', 'not_told', '541333', 'Mastercard'],
  maestro: ['maestro', 'debit', '679999', 'Maestro'],
  amex: ['amex', 'not_told', '374245', 'American Express'],
  unionpay: ['unionpay', 'not_told', '621094', 'UnionPay'],
}

const MIX: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  DE: [
    [52, 'girocard'],
    [19, 'mastercard'],
    [19, 'visa'],
    [4, 'maestro'],
    [3, 'amex'],
    [2, 'alipay'],
    [1, 'bluecode'],
  ],
  FR: [
    [48, 'visa'],
    [42, 'mastercard'],
    [4, 'amex'],
    [3, 'alipay'],
    [3, 'unionpay'],
  ],
  IT: [
    [38, 'mastercard'],
    [36, 'visa'],
    [18, 'maestro'],
    [5, 'amex'],
    [3, 'alipay'],
  ],
  CN: [
    [46, 'alipay'],
    [44, 'wechat_pay'],
    [8, 'unionpay'],
    [1, 'visa'],
    [1, 'mastercard'],
  ],
  CL: [
    [44, 'visa'],
    [44, 'mastercard'],
    [6, 'amex'],
    [6, 'maestro'],
  ],
}

const WALLETS: ReadonlySet<string> = new Set(['alipay', 'wechat_pay', 'bluecode'])

/** How many minor units a customer of this store spends, with the small change the currency has. */
export function drawAmountMinor(store: DemoStore, random: () => number): number {
  const amount = Math.round(logNormal(random, store.medianMinor, 0.75))
  const rounded = store.currency === 'CLP' ? Math.round(amount / 10) * 10 : amount
  return Math.min(Math.max(rounded, store.currency === 'CLP' ? 490 : 89), store.medianMinor * 40)
}

/** What the customer pays with and how it ends. `troubled` brings the rare endings a live chain has. */
export function drawPayment(store: DemoStore, random: () => number): SimulatedPayment {
  const method = drawMethod(store, random)
  const ending = pick<SimulatedPayment['ending']>(random, [
    [963, 'approve'],
    [24, 'decline'],
    [9, 'cancel'],
    [2, 'timeout'],
    [1, 'unplug_before_result'],
    [1, 'unplug_after_result'],
  ])
  const pin = method.entry === 'chip' ? 3_000 + random() * 6_000 : 0
  return { ...method, ending, presentMs: 1_500 + random() * 9_000, pinMs: pin, hostMs: 600 + random() * 1_900 }
}

function drawMethod(store: DemoStore, random: () => number): Method {
  const chosen = pick(random, MIX[store.country] ?? [[1, 'visa']])
  if (WALLETS.has(chosen)) return { method: { scheme: 'none', funding: 'not_told', wallet: chosen }, card: {}, entry: 'qr' }
  const [scheme, funding, first6, name] = CARDS[chosen] ?? (['visa', 'not_told', '476173', 'Visa'] as const)
  const last4 = String(Math.floor(random() * 10_000)).padStart(4, '0')
  const entry = pick<Method['entry']>(random, [
    [70, 'contactless'],
    [28, 'chip'],
    [2, 'magstripe'],
  ])
  return { method: { scheme, funding }, card: { first6, last4, name }, entry }
}
