import type { NewBankAccount, NewRoute, NewSource } from '@counterfoil/services/funds'
import { EVERY_DAY } from '@counterfoil/settlement/funds'
import { BERLIN, type BillFamily, type FamilyId, SHANGHAI, type WallClock } from '@counterfoil/settlement/generator'
import { type DemoStore, demoStores } from '../chain.ts'

/** One who settles for the demo chain, and what was agreed with it. */
export interface DemoAcquirer {
  readonly id: FamilyId
  readonly bill: BillFamily
  readonly source: string
  readonly format: string
  readonly payer: string
  readonly referencePattern: string
  readonly countries: readonly string[]
  /** Of payments by this wallet only. */
  readonly wallet?: string
  /** Methods that others take in the same stores. */
  readonly others?: readonly string[]
  readonly merchantOf: (store: Pick<DemoStore, 'code' | 'country'>) => string
  /** Where its files do not say whose they are. */
  readonly onlyMerchant?: string
  readonly lagDays: number
  readonly calendars: readonly string[]
  readonly closesAt: string
  readonly minimumMinor: number
  readonly reserve?: { readonly percent: string; readonly releaseDays: number }
  readonly invoicePercent?: number
  /** Method → percent and fixed amount in major units; wallets are named in WALLETS. */
  readonly fees: Readonly<Record<string, readonly [percent: string, fixed: string]>>
  readonly feeDecimals: number
  readonly feeReturned: boolean
  /** Days after the sales day, and minutes of that day in UTC, at which the file is sent. */
  readonly sent: { readonly afterDays: number; readonly minute: number }
}

const santiago = new Intl.DateTimeFormat('en', { timeZone: 'America/Santiago', timeZoneName: 'longOffset' })
/** Whole hours behind UTC, one more in winter. */
const SANTIAGO: WallClock = {
  zone: 'America/Santiago',
  offsetAt: (ms) => Number(/GMT(-\d\d)/.exec(santiago.format(ms))?.[1] ?? -4) * 3_600_000,
  nameAt: () => 'CLT',
}
const STRIPE_ACCOUNT = 'acct_1CounterfoilCL'
const MORNING = { afterDays: 1, minute: 330 }

const european = {
  countries: ['DE', 'IT'],
  calendars: ['target2'],
  closesAt: '04:00',
  minimumMinor: 0,
  feeDecimals: 2,
  feeReturned: false,
  sent: MORNING,
} as const
const chinese = {
  ...european,
  countries: ['CN'],
  calendars: ['china'],
  closesAt: '00:00',
  lagDays: 1,
  feeReturned: true,
  sent: { afterDays: 0, minute: 22 * 60 + 30 },
} as const

export const demoAcquirers: readonly DemoAcquirer[] = [
  {
    ...european,
    id: 'adyen',
    bill: { id: 'adyen', currency: 'EUR', exponent: 2, clock: BERLIN },
    source: 'Adyen settlement details',
    format: 'adyen-settlement-details',
    payer: 'ADYEN N.V.',
    referencePattern: 'TX\\d+XT',
    merchantOf: ({ country, code }) => `CF${country}_S${code}`,
    lagDays: 2,
    fees: {
      girocard: ['0.25', '0.02'],
      visa: ['1.2', '0.05'],
      mastercard: ['1.1', '0.05'],
      maestro: ['0.7', '0.04'],
      amex: ['2.2', '0.10'],
      alipay: ['1.4', '0.05'],
      bluecode: ['0.9', '0.02'],
    },
  },
  {
    ...european,
    id: 'nordpay',
    bill: { id: 'nordpay', currency: 'EUR', exponent: 2, clock: BERLIN },
    source: 'Nordpay settlement details',
    format: 'adyen-settlement-details',
    payer: 'NORDPAY AB',
    referencePattern: 'NP\\d{10}',
    countries: ['FR'],
    merchantOf: () => 'NORDPAY_CF',
    lagDays: 1,
    reserve: { percent: '5', releaseDays: 5 },
    invoicePercent: 0.9,
    fees: {},
  },
  {
    ...european,
    id: 'stripe',
    bill: { id: 'stripe', currency: 'CLP', exponent: 0, clock: SANTIAGO },
    source: 'Stripe payout reconciliation',
    format: 'stripe-payout-recon',
    payer: 'STRIPE',
    referencePattern: 'po_[A-Za-z0-9]{14}',
    countries: ['CL'],
    merchantOf: () => STRIPE_ACCOUNT,
    onlyMerchant: STRIPE_ACCOUNT,
    lagDays: 2,
    // There is no table of Chilean holidays.
    calendars: [EVERY_DAY],
    closesAt: '00:00',
    fees: { visa: ['2.7', '50'], mastercard: ['2.7', '50'], maestro: ['2.1', '50'], amex: ['3.2', '50'] },
    feeDecimals: 0,
    sent: { afterDays: 2, minute: 11 * 60 },
  },
  {
    ...chinese,
    id: 'wechat',
    bill: { id: 'wechat', currency: 'CNY', exponent: 2, clock: SHANGHAI },
    source: '微信支付交易账单',
    format: 'wechat-trade-bill',
    payer: 'TENPAY PAYMENT TECHNOLOGY',
    referencePattern: '1900\\d{6} \\d{8}',
    wallet: 'wechat_pay',
    merchantOf: () => '1900012345',
    fees: { wechat_pay: ['0.6', '0'] },
    feeDecimals: 5,
  },
  {
    ...chinese,
    id: 'alipay',
    bill: { id: 'alipay', currency: 'CNY', exponent: 2, clock: SHANGHAI },
    source: '支付宝业务明细',
    format: 'alipay-trade',
    payer: 'ALIPAY CHINA NETWORK',
    referencePattern: '2088\\d{12} \\d{8}',
    wallet: 'alipay',
    merchantOf: () => '2088101122223333',
    fees: { alipay: ['0.55', '0'] },
  },
  {
    ...chinese,
    id: 'unionpay',
    bill: { id: 'unionpay', currency: 'CNY', exponent: 2, clock: SHANGHAI },
    source: '银联商户对账',
    format: 'unionpay-zm',
    payer: 'CHINAUMS MERCHANT SERVICES',
    referencePattern: '8983\\d{11} \\d{8}',
    merchantOf: ({ code }) => `8983100${code.padStart(4, '0')}0001`,
    others: ['wechat_pay', 'alipay'],
    minimumMinor: 10_000,
    fees: { unionpay: ['0.5', '0'], visa: ['1.8', '0'], mastercard: ['1.8', '0'] },
    feeReturned: false,
  },
]

export const WALLETS: ReadonlySet<string> = new Set(['alipay', 'wechat_pay', 'bluecode'])

export type BankFormat = 'camt' | 'mt940' | 'bai2'
export interface DemoAccount extends NewBankAccount {
  readonly country: string
  readonly format: BankFormat
  readonly calendars: readonly string[]
  readonly sent: { readonly afterDays: number; readonly minute: number }
}

const euro = { currency: 'EUR', calendars: ['target2'], sent: { afterDays: 1, minute: 240 } } as const

export const demoAccounts: readonly DemoAccount[] = [
  {
    ...euro,
    ...{ country: 'DE', number: 'DE02120300000000202051', name: 'Hausbank Köln', format: 'camt' },
    ...{ timeZone: 'Europe/Berlin', legalEntity: 'Demo Handels GmbH' },
  },
  {
    ...euro,
    ...{ country: 'IT', number: 'IT60X0542811101000000123456', name: 'Banca Milano', format: 'camt' },
    ...{ timeZone: 'Europe/Rome', legalEntity: 'Demo Commercio Srl' },
  },
  {
    ...euro,
    ...{ country: 'FR', number: 'FR1420041010050500013M02606', name: 'Banque de Lyon', format: 'mt940' },
    ...{ timeZone: 'Europe/Paris', legalEntity: 'Demo Distribution SAS' },
  },
  {
    ...{ country: 'CN', number: '6222020200112233', name: '上海分行', format: 'mt940', currency: 'CNY', calendars: ['china'] },
    ...{ timeZone: 'Asia/Shanghai', legalEntity: '示范商业（上海）有限公司', sent: { afterDays: 0, minute: 21 * 60 + 30 } },
  },
  {
    ...{ country: 'CL', number: '0097001234567', name: 'Banco del Puerto', format: 'bai2', currency: 'CLP' },
    ...{ calendars: [EVERY_DAY], sent: { afterDays: 1, minute: 600 } },
    ...{ timeZone: 'America/Santiago', legalEntity: 'Demo Comercial SpA' },
  },
]

export const accountOf = (country: string): DemoAccount => {
  const account = demoAccounts.find((one) => one.country === country)
  if (account === undefined) throw new RangeError(`the demo chain has no account in ${country}`)
  return account
}

export const storesOf = ({ countries }: DemoAcquirer): readonly DemoStore[] =>
  demoStores.filter(({ country }) => countries.includes(country))

/** The contract of each merchant account, as it is written down. */
export function contractsOf(acquirer: DemoAcquirer): object[] {
  const byMerchant = new Map(storesOf(acquirer).map((store) => [acquirer.merchantOf(store), accountOf(store.country)]))
  return [...byMerchant].map(([merchantAccount, account]) => ({
    id: `${acquirer.id}-${merchantAccount.toLowerCase().replaceAll('_', '-')}`,
    acquirer: acquirer.id,
    merchantAccount,
    currency: acquirer.bill.currency,
    validFrom: '2025-01-01',
    zone: acquirer.bill.clock.zone,
    salesDay: { closesAt: acquirer.closesAt, closes: 'next_day' },
    settlementLag: acquirer.lagDays,
    settlementCalendars: acquirer.calendars,
    payout: {
      every: 'day',
      minimumMinor: acquirer.minimumMinor,
      referencePattern: acquirer.referencePattern,
      namePatterns: [acquirer.payer],
    },
    bank: { account: account.number, calendars: account.calendars },
    ...(acquirer.reserve && { reserve: acquirer.reserve }),
    fees: Object.entries(acquirer.fees).map(([method, [percent, fixed]]) => ({
      kind: 'sale',
      ...(WALLETS.has(method) ? { scheme: 'other', wallet: method } : { scheme: method }),
      ...{ percent, fixed, returnedOnRefund: acquirer.feeReturned },
    })),
    feeDecimals: acquirer.feeDecimals,
    feesTaken: acquirer.invoicePercent === undefined ? 'per_line' : 'monthly_invoice',
    fileDueDays: 3,
  }))
}

export function routesOf(acquirer: DemoAcquirer): NewRoute[] {
  const common = { currency: acquirer.bill.currency, acquirer: acquirer.id, validFrom: '2025-01-01' }
  const { wallet } = acquirer
  const stores = storesOf(acquirer)
  const merchants = new Set(stores.map(acquirer.merchantOf))
  if (merchants.size === 1)
    return acquirer.countries.map((country) => ({
      ...common,
      ...{ country, merchantAccount: [...merchants][0] ?? '' },
      ...(wallet && { wallet }),
    }))
  return stores.map((store) => ({ ...common, store: store.code, merchantAccount: acquirer.merchantOf(store) }))
}

export function sourcesFrom(activeFrom: string): NewSource[] {
  return [
    ...demoAcquirers.map(({ source, id, format, bill: { clock }, sent, onlyMerchant }) => ({
      ...{ name: source, kind: 'acquirer' as const, acquirer: id, format, calendars: [EVERY_DAY], activeFrom },
      ...(onlyMerchant && { merchantAccount: onlyMerchant }),
      ...{ dueAfterDays: Math.max(1, sent.afterDays), dueBy: '11:00', timeZone: clock.zone },
    })),
    ...demoAccounts.map(({ name, number, calendars, timeZone }) => ({
      ...{ name, kind: 'bank' as const, account: number, calendars: [...calendars], activeFrom },
      ...{ dueAfterDays: 1, dueBy: '08:30', timeZone },
    })),
  ]
}
