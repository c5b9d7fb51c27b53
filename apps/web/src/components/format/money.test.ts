import { describe, expect, it } from 'vitest'
import { minorToDecimal, minorUnitExponent } from './minor-units.ts'
import { formatMoney, formatMoneyLarge, formatMoneyParts, formatMoneyTick } from './money.ts'

const eur = (amountMinor: number | bigint) => ({ amountMinor, currency: 'EUR' })
const cny = (amountMinor: number | bigint) => ({ amountMinor, currency: 'CNY' })

describe('minor units', () => {
  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['HUF', 2],
    ['ISK', 0],
  ])('%s has %i digits after the point', (currency, exponent) => expect(minorUnitExponent(currency)).toBe(exponent))

  it('places the point without floating-point arithmetic', () => {
    expect(minorToDecimal(5, 2)).toBe('0.05')
    expect(minorToDecimal(-8420, 2)).toBe('-84.20')
    expect(minorToDecimal(1284, 0)).toBe('1284')
    expect(minorToDecimal(9_007_199_254_740_993_123n, 2)).toBe('90071992547409931.23')
  })
})

describe('exact money', () => {
  it('stands alone with its symbol in English', () => {
    expect(formatMoney(eur(11_844_012), 'en')).toBe('€118,440.12')
    expect(formatMoney(cny(73_140_298), 'en')).toBe('CN¥731,402.98')
    expect(formatMoney({ amountMinor: 1284, currency: 'JPY' }, 'en')).toBe('JP¥1,284')
  })
  it('names foreign money by its code in Chinese', () => {
    expect(formatMoney(cny(91_594_482), 'zh')).toBe('¥915,944.82')
    expect(formatMoney(eur(11_844_012), 'zh')).toBe('EUR\u00A0118,440.12')
  })
  it('has a true minus before the symbol', () => expect(formatMoney(eur(-162_000), 'en')).toBe('\u2212€1,620.00'))
  it('keeps every digit of a sum beyond 2^53', () => {
    expect(formatMoney(eur(9_007_199_254_740_993_123n), 'en')).toBe('€90,071,992,547,409,931.23')
  })
  it('gives code and amount apart for tables', () => {
    expect(formatMoneyParts(eur(8420), 'en')).toEqual({ code: 'EUR', amount: '84.20' })
    expect(formatMoneyParts(eur(-5), 'zh')).toEqual({ code: 'EUR', amount: '\u22120.05' })
  })
})

describe('large money', () => {
  it('drops the minor units in English', () => expect(formatMoneyLarge(eur(979_282_399), 'en')).toBe('€9,792,824'))
  it('counts in 万 and 亿 in Chinese', () => {
    expect(formatMoneyLarge(cny(11_819_800_000), 'zh')).toBe('¥1.18\u00A0亿')
    expect(formatMoneyLarge(cny(1_181_980_000), 'zh')).toBe('¥1,182.0\u00A0万')
    expect(formatMoneyLarge(cny(987_600), 'zh')).toBe('¥9,876')
    expect(formatMoneyLarge(eur(979_282_400), 'zh')).toBe('EUR\u00A0979.3\u00A0万')
  })
  it('shortens ticks', () => {
    expect(formatMoneyTick(eur(30_000_000), 'en')).toBe('€300k')
    expect(formatMoneyTick(eur(120_000_000), 'en')).toBe('€1.2M')
    expect(formatMoneyTick(eur(0), 'en')).toBe('€0')
    expect(formatMoneyTick(cny(200_000_000), 'zh')).toBe('200\u00A0万')
    expect(formatMoneyTick(cny(66_400_000_000), 'zh')).toBe('6.64\u00A0亿')
  })
})
