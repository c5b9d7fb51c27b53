import type { Contract, FeeRule } from '../contracts/contract.ts'
import { type BankDays, DOLLAR_DAYS, EURO_DAYS, YUAN_DAYS } from './bank-days.ts'
import { BERLIN, NEW_YORK, SHANGHAI, type WallClock } from './wall-clock.ts'

export type FamilyId = 'adyen' | 'stripe' | 'wechat' | 'alipay' | 'unionpay' | 'nordpay'

/** A kind of contract, with the stores that sell under it. */
export interface Family {
  readonly id: FamilyId
  readonly stores: readonly [first: number, last: number]
  /** Of a store's sales, in per cent. */
  readonly share: number
  readonly currency: string
  /** Decimals of the currency in major units. */
  readonly exponent: number
  readonly clock: WallClock
  readonly days: BankDays
  readonly lag: number
  readonly schemes: readonly [string, ...string[]]
  readonly account: string
  readonly payer: string
  readonly minimumMinor: number
  /** Minutes after midnight at which the sales day ends, on the day after. */
  readonly closesAtMinute: number
  readonly merchantOf: (store: number, terminal: number) => string
  readonly merchants: 'store' | 'terminal' | 'one'
}

/** The day the acquirer numbers its sales by starts before dawn where bars are open. */
const NIGHT = 240
export const TERMINALS = 6
export const STORES = 200
const two = (number: number): string => String(number).padStart(4, '0')

export const FAMILIES: readonly Family[] = [
  {
    id: 'adyen',
    stores: [1, 70],
    share: 100,
    currency: 'EUR',
    exponent: 2,
    clock: BERLIN,
    days: EURO_DAYS,
    lag: 2,
    schemes: ['visa', 'mc', 'maestro', 'amex'],
    account: 'DE02120300000000202051',
    payer: 'ADYEN N.V.',
    minimumMinor: 0,
    closesAtMinute: NIGHT,
    merchantOf: (store) => `CFDE_S${two(store)}`,
    merchants: 'store',
  },
  {
    id: 'nordpay',
    stores: [71, 100],
    share: 100,
    currency: 'EUR',
    exponent: 2,
    clock: BERLIN,
    days: EURO_DAYS,
    lag: 1,
    schemes: ['visa', 'mc', 'maestro'],
    account: 'DE89370400440532013000',
    payer: 'NORDPAY AB',
    minimumMinor: 0,
    closesAtMinute: 0,
    merchantOf: () => 'NORDPAY_CF',
    merchants: 'one',
  },
  {
    id: 'stripe',
    stores: [101, 140],
    share: 100,
    currency: 'USD',
    exponent: 2,
    clock: NEW_YORK,
    days: DOLLAR_DAYS,
    lag: 2,
    schemes: ['visa', 'mc', 'amex', 'discover'],
    account: '4417000123456789',
    payer: 'STRIPE',
    minimumMinor: 0,
    closesAtMinute: 0,
    merchantOf: () => 'acct_1CounterfoilUS',
    merchants: 'one',
  },
  ...chinese('wechat', 45, 'TENPAY PAYMENT TECHNOLOGY', () => '1900012345', 'one'),
  ...chinese('alipay', 35, 'ALIPAY CHINA NETWORK', () => '2088101122223333', 'one'),
  ...chinese('unionpay', 20, 'CHINAUMS MERCHANT SERVICES', (store, terminal) => `8983100${two(store)}000${terminal}`, 'terminal'),
]

function chinese(
  id: FamilyId,
  share: number,
  payer: string,
  merchantOf: Family['merchantOf'],
  merchants: Family['merchants'],
): Family[] {
  return [
    {
      id,
      stores: [141, 200],
      share,
      currency: 'CNY',
      exponent: 2,
      clock: SHANGHAI,
      days: YUAN_DAYS,
      lag: 1,
      schemes: [id],
      account: '6222020200112233',
      payer,
      minimumMinor: id === 'unionpay' ? 10_000 : 0,
      closesAtMinute: 0,
      merchantOf,
      merchants,
    },
  ]
}

/** Percent, fixed minor units, and whether a refund gives it back; rounded to `decimals`. */
export const FEES: Readonly<Record<string, { readonly percent: string; readonly fixed: string; readonly returned: boolean }>> = {
  'adyen visa': { percent: '1.2', fixed: '0.05', returned: false },
  'adyen mc': { percent: '1.1', fixed: '0.05', returned: false },
  'adyen maestro': { percent: '0.7', fixed: '0.04', returned: false },
  'adyen amex': { percent: '2.2', fixed: '0.10', returned: false },
  'stripe visa': { percent: '2.7', fixed: '0.05', returned: false },
  'stripe mc': { percent: '2.7', fixed: '0.05', returned: false },
  'stripe amex': { percent: '3.2', fixed: '0.05', returned: false },
  'stripe discover': { percent: '2.9', fixed: '0.05', returned: false },
  'wechat wechat': { percent: '0.6', fixed: '0', returned: true },
  'alipay alipay': { percent: '0.55', fixed: '0', returned: true },
  'unionpay unionpay': { percent: '0.5', fixed: '0', returned: false },
}
export const FEE_DECIMALS: Readonly<Record<FamilyId, number>> = {
  ...{ adyen: 2, nordpay: 2, stripe: 2, wechat: 5, alipay: 2, unionpay: 2 },
}

const CALENDARS = { EUR: ['target2'], USD: ['us-fed'], CNY: ['china'] } as const
const PATTERNS: Readonly<Record<FamilyId, string>> = {
  adyen: 'TX\\d+XT',
  nordpay: 'NP\\d{10}',
  stripe: 'po_[A-Za-z0-9]{14}',
  wechat: '1900\\d{6} \\d{8}',
  alipay: '2088\\d{12} \\d{8}',
  unionpay: '8983\\d{11} \\d{8}',
}

/** What the chain agreed with each acquirer, for each of its merchant accounts. */
export function contractsOf(family: Family): Contract[] {
  const merchants = new Set<string>()
  for (let store = family.stores[0]; store <= family.stores[1]; store++)
    for (let terminal = 1; terminal <= TERMINALS; terminal++) merchants.add(family.merchantOf(store, terminal))
  const calendars = CALENDARS[family.currency as keyof typeof CALENDARS]
  return [...merchants].map((merchantAccount) => ({
    id: `${family.id}-${merchantAccount.toLowerCase().replaceAll('_', '-')}`,
    version: 1,
    acquirer: family.id,
    merchantAccount,
    currency: family.currency,
    validFrom: '2025-01-01',
    zone: family.clock.zone,
    salesDay: { closesAtMinute: family.closesAtMinute, closes: 'next_day' },
    captureDelayDays: 0,
    settlementLag: family.lag,
    settlementCalendars: calendars,
    payout: {
      frequency: { every: 'day' },
      minimumMinor: family.minimumMinor,
      referencePattern: PATTERNS[family.id],
      namePatterns: [family.payer],
    },
    bank: { account: family.account, calendars, bookingLagDays: 0 },
    ...(family.id === 'nordpay' ? { reserve: { percent: '5', releaseDays: 10 } } : {}),
    fees: feeRules(family),
    feeDecimals: FEE_DECIMALS[family.id],
    feesTaken: family.id === 'nordpay' ? 'monthly_invoice' : 'per_line',
    tolerance: { grossMinor: 0, payoutMinor: 0, feeMinor: 0 },
    late: { graceWorkingDays: 0, missingAfterWorkingDays: 2 },
    fileDueDays: 5,
  }))
}

function feeRules({ id, schemes }: Family): FeeRule[] {
  return schemes.flatMap((scheme) => {
    const fee = FEES[`${id} ${scheme}`]
    if (!fee) return []
    const { percent, fixed, returned } = fee
    return [{ kind: 'sale', scheme, percent, fixed, passThrough: false, returnedOnRefund: returned }]
  })
}
