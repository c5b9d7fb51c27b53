import type { WatchScope } from '@counterfoil/protocol'
import type { PaymentFilter } from '@counterfoil/services/payments'
import { parseLocalTime } from '../../components/format/local-time.ts'
import { minorUnitExponent } from '../../components/format/minor-units.ts'

export const filterNames = [
  'outcome',
  'kind',
  'scheme',
  'funding',
  'wallet',
  'currency',
  'min',
  'max',
  'from',
  'to',
  'lane',
  'terminal',
  'last4',
  'basket',
  'receipt',
] as const
export type FilterName = (typeof filterNames)[number]

/** What stands in the address, as people may have typed it. */
export type AddressFilter = Readonly<Partial<Record<FilterName, string>>>

const outcomes = ['open', 'approved', 'declined', 'cancelled', 'unknown'] as const
const kinds = ['sale', 'refund', 'reversal'] as const
const fundings = ['credit', 'debit', 'prepaid', 'not_told'] as const

export function readAddress(search: Pick<URLSearchParams, 'get'>): AddressFilter {
  return Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = search.get(name)?.trim()
      return value ? [[name, value]] : []
    }),
  )
}

/** The question to the server; what cannot be read is left out, so that an old link still opens. Times are in `timeZone`. */
export function toPaymentFilter(address: AddressFilter, scope: WatchScope, timeZone: string): PaymentFilter {
  const currency = address.currency?.match(/^[A-Z]{3}$/)?.[0]
  const found: Partial<Record<keyof PaymentFilter, unknown>> = {
    outcome: oneOf(outcomes, address.outcome),
    kind: oneOf(kinds, address.kind),
    funding: oneOf(fundings, address.funding),
    scheme: short(address.scheme, 40),
    wallet: short(address.wallet, 40),
    lane: short(address.lane, 40),
    terminalId: address.terminal?.match(/^\d{1,9}$/) ? Number(address.terminal) : undefined,
    currency,
    minMinor: parseAmount(address.min, currency) ?? undefined,
    maxMinor: parseAmount(address.max, currency) ?? undefined,
    fromMs: parseLocalTime(address.from, timeZone) ?? undefined,
    toMs: parseLocalTime(address.to, timeZone) ?? undefined,
    last4: address.last4?.match(/^\d{4}$/)?.[0],
    basket: short(address.basket, 100),
    receipt: short(address.receipt, 20),
  }
  const told = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
  return { scope, ...told }
}

/** "84.20" or "84,20" as minor units; two digits after the point unless the currency has others. null when it is no amount. */
export function parseAmount(text: string | undefined, currency: string | undefined): number | null {
  const match = text?.match(/^(\d{1,9})(?:[.,](\d{1,4}))?$/)
  if (!match) return null
  const exponent = minorUnitExponent(currency ?? 'EUR')
  const [, whole = '0', fraction = ''] = match
  if (fraction.length > exponent) return null
  return Number(whole) * 10 ** exponent + Number(fraction.padEnd(exponent, '0') || '0')
}

function oneOf<Value extends string>(values: readonly Value[], text: string | undefined): Value | undefined {
  return values.find((value) => value === text)
}

function short(text: string | undefined, length: number): string | undefined {
  return text !== undefined && text.length <= length ? text : undefined
}
