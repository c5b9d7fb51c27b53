import type { Rule } from '../rule.ts'
import { byText } from '../sorted.ts'
import { isMeantToSettle, lineAmount } from './line-item.ts'
import type { LinePool } from './line-pool.ts'

export const L8: Rule = { id: 'L8', version: 1, confidence: 'total_only' }

/** Everything a terminal took with one method on one day came, though nobody can say which line is which payment. */
export interface DayBag {
  readonly rule: Rule
  readonly terminal: string
  readonly method: string
  readonly salesDay: number
  readonly currency: string
  readonly kind: 'sale' | 'refund'
  readonly sumMinor: number
  readonly payments: readonly string[]
  readonly lines: readonly string[]
}

interface Bag {
  readonly at: { terminal: string; method: string; salesDay: number; currency: string; kind: 'sale' | 'refund' }
  readonly payments: number[]
  readonly lines: number[]
  balanceMinor: number
  sumMinor: number
}

/** Equal count and equal sum of what is left per terminal, method and day. */
export function bagDays(pool: LinePool): DayBag[] {
  const bags = new Map<string, Bag>()
  const bagOf = (at: Bag['at']): Bag => {
    const key = `${at.terminal} ${at.method} ${at.salesDay} ${at.currency} ${at.kind}`
    const bag = bags.get(key) ?? { at, payments: [], lines: [], balanceMinor: 0, sumMinor: 0 }
    bags.set(key, bag)
    return bag
  }
  for (let index = 0; index < pool.lines.length; index++) {
    const line = pool.lines[index]
    if (!line || pool.lineTaken[index] === 1) continue
    const { terminal, method, salesDay, currency, kind } = line
    if (terminal === null || method === null || salesDay === null) continue
    if (kind !== 'sale' && kind !== 'refund') continue
    const bag = bagOf({ terminal, method, salesDay, currency, kind })
    bag.lines.push(index)
    bag.balanceMinor -= lineAmount(line)
  }
  if (bags.size === 0) return []
  for (let index = 0; index < pool.payments.length; index++) {
    const payment = pool.payments[index]
    if (!payment || pool.paymentTaken[index] === 1) continue
    const { terminal, method, salesDay, currency, kind, amountMinor } = payment
    if (terminal === null || method === null || !isMeantToSettle(payment)) continue
    const bag = bagOf({ terminal, method, salesDay, currency, kind })
    bag.payments.push(index)
    bag.balanceMinor += amountMinor
    bag.sumMinor += amountMinor
  }
  return [...bags.entries()]
    .filter(([, { payments, lines, balanceMinor }]) => lines.length > 0 && payments.length === lines.length && balanceMinor === 0)
    .sort((a, b) => byText(a[0], b[0]))
    .map(([, { at, payments, lines, sumMinor }]) => {
      for (const index of payments) pool.paymentTaken[index] = 1
      for (const index of lines) pool.lineTaken[index] = 1
      const ids = (items: readonly { id: string }[], indexes: readonly number[]) => indexes.map((index) => items[index]?.id ?? '')
      return { rule: L8, ...at, sumMinor, payments: ids(pool.payments, payments), lines: ids(pool.lines, lines) }
    })
}
