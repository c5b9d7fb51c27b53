import { add, type Decimal, type Entry, formatDecimal, negate, ZERO } from '@counterfoil/settlement'
import type { KindSum } from './file-reading.ts'

/** Credits and debits of a bank's file, by currency; what is announced only is counted apart. */
export class CreditSums {
  readonly #sums = new Map<string, { lines: number; net: Decimal }>()

  add(entry: Entry, currency: string | null): void {
    const kind = entry.status === 'booked' ? entry.direction : entry.status
    const key = `${kind}\n${entry.currency ?? currency ?? ''}`
    const sum = this.#sums.get(key) ?? { lines: 0, net: ZERO }
    sum.lines += 1
    sum.net = add(sum.net, entry.direction === 'credit' ? entry.amount : negate(entry.amount))
    this.#sums.set(key, sum)
  }

  format(): KindSum[] {
    return [...this.#sums].map(([key, { lines, net }]) => {
      const [kind = '', currency = ''] = key.split('\n')
      const amount = formatDecimal(net)
      return { kind, currency, lines, gross: amount, fees: '0', net: amount }
    })
  }
}
