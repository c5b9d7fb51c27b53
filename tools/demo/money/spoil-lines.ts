import type { Chance, Row } from '@counterfoil/settlement/generator'
import type { DemoAcquirer } from './acquirers.ts'
import type { Sold } from './read-sales.ts'
import { acquirerReference, inventedId } from './references.ts'
import { settle, withFee } from './settle-sale.ts'
import type { LineTrouble } from './troubles.ts'

export interface DayOfLines {
  readonly acquirer: DemoAcquirer
  readonly day: number
  readonly chance: Chance
  /** What tills declined that day. */
  readonly declined: readonly Sold[]
}

export interface SpoiltLines {
  readonly rows: readonly Row[]
  readonly later: readonly { readonly day: number; readonly row: Row }[]
}

/** The store whose Amex fees are wrong for some days, and the terminal whose lines name no payment. */
const DEAR_STORE = '0388'
const BAG_TERMINAL = '66029101'
const LEAST_MINOR = 300

/** The lines of a day with what goes wrong with them. Each trouble takes a line of its own. */
export function spoilLines(sales: readonly Sold[], troubles: readonly LineTrouble[], about: DayOfLines): SpoiltLines {
  const { acquirer, day, chance } = about
  const rows = new Map<string, Row[]>(sales.map((sale) => [sale.id, [settle(acquirer, sale)]]))
  const free = sales.filter(({ kind, amountMinor, uncertain }) => kind === 'sale' && amountMinor >= LEAST_MINOR && !uncertain)
  const later: { day: number; row: Row }[] = []
  const extra: Row[] = []
  const take = (): Sold | undefined => free.splice(chance.below(free.length), 1)[0]
  for (const [at, trouble] of troubles.entries()) {
    if (trouble === 'fee-of-store') spoilFees()
    else if (trouble === 'day-bag') emptyBag()
    else spoil(trouble, at)
  }
  return { rows: [...[...rows.values()].flat(), ...extra], later }

  function spoil(trouble: Exclude<LineTrouble, 'fee-of-store' | 'day-bag'>, at: number): void {
    const sale = trouble === 'declined' ? about.declined[0] : take()
    if (sale === undefined) return
    const row = settle(acquirer, sale)
    const difference = Math.max(1, Math.round((sale.amountMinor * chance.between(2, 20)) / 100))
    switch (trouble) {
      case 'missing':
        rows.set(sale.id, [])
        break
      case 'short':
      case 'over':
        rows.set(sale.id, [settle(acquirer, sale, sale.amountMinor + (trouble === 'short' ? -difference : difference))])
        break
      case 'fee':
        rows.set(sale.id, [withFee(row, row.fee + Math.max(1, Math.round(row.fee * 0.3)))])
        break
      case 'currency':
        rows.set(sale.id, [{ ...row, grossCurrency: 'GBP' }])
        break
      case 'twice':
        rows.set(sale.id, [row, row])
        break
      case 'two-unnamed': {
        const unnamed = { ...row, sale: { ...sale, acquirerReference: '', ourReference: '' } }
        rows.set(sale.id, [unnamed, { ...unnamed, atMs: row.atMs + 40_000 }])
        break
      }
      case 'unknown':
        extra.push(settle(acquirer, invent(sale, at)))
        break
      case 'declined':
        extra.push(row)
        break
      case 'chargeback':
      case 'chargeback-reversed':
        dispute(row, trouble === 'chargeback-reversed')
    }
  }

  function spoilFees(): void {
    for (const sale of sales) {
      if (sale.storeCode !== DEAR_STORE || sale.method !== 'amex' || sale.kind !== 'sale') continue
      const row = settle(acquirer, sale)
      rows.set(sale.id, [withFee(row, row.fee + Math.max(1, Math.round((sale.amountMinor * 4) / 1000)))])
    }
  }

  /** The terminal's day came as a whole: amounts, and nothing that names a payment. */
  function emptyBag(): void {
    const mine = sales.filter(
      ({ terminalCode, kind, method }) => terminalCode === BAG_TERMINAL && kind === 'sale' && method === 'visa',
    )
    const closingMs = Math.max(...mine.map(({ atMs }) => atMs)) + 3_600_000
    for (const sale of mine) {
      const unnamed = { acquirerReference: '', ourReference: '', authorisationCode: '', trace: '', last4: '' }
      rows.set(sale.id, [{ ...settle(acquirer, sale), sale: { ...sale, ...unnamed }, atMs: closingMs }])
    }
  }

  function invent(like: Sold, at: number): Sold {
    const id = inventedId(day, at)
    return {
      ...like,
      ...{ id, atMs: like.atMs + 7_000, amountMinor: like.amountMinor + chance.between(1, 90) * 10 },
      acquirerReference: acquirerReference(acquirer.id, id, 'sale'),
      ourReference: `X${chance.digits(9)}`,
      authorisationCode: chance.digits(6),
      last4: chance.digits(4),
    }
  }

  function dispute(row: Row, reversed: boolean): void {
    const after = day + chance.between(3, 5)
    const onDay = (on: number, kind: 'chargeback' | 'chargeback-reversed', sign: number): void => {
      const grossMinor = sign * (row.grossMinor ?? 0)
      const net = grossMinor * 10 ** (acquirer.feeDecimals - acquirer.bill.exponent)
      const reference = `dp_${row.reference.slice(-8)}${kind === 'chargeback' ? 'C' : 'R'}`
      const atMs = row.atMs + (on - day) * 86_400_000
      later.push({ day: on, row: { ...row, kind, reference, atMs, salesDay: on, grossMinor, fee: 0, net, is: 'child' } })
    }
    onDay(after, 'chargeback', -1)
    if (reversed) onDay(after + 3, 'chargeback-reversed', 1)
  }
}
