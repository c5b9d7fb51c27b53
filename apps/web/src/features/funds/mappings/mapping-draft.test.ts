import { describe, expect, it } from 'vitest'
import { guessDateFormat, guessFrom, guessMarks } from './guess-values.ts'
import { assign, constantOf, fieldAt, firstDraft, toList, withConstant } from './mapping-draft.ts'

const draft = firstDraft({ encoding: 'utf-8', delimiter: ';', namesLine: 3 })

describe('a mapping that is being made', () => {
  it('has each thing in one column, but for fees and cards', () => {
    const made = [
      ['Umsatz', 'amount'],
      ['Entgelt', 'fee'],
      ['Steuer', 'fee'],
      ['Betrag', 'amount'],
    ] as const
    const whole = made.reduce((before, [place, field]) => assign(before, place, field), draft)
    expect(whole.columns).toEqual({ amount: 'Betrag', fee: ['Entgelt', 'Steuer'] })
    expect(fieldAt(whole, 'Steuer')).toBe('fee')
    expect(fieldAt(whole, 'Umsatz')).toBeNull()
    expect(assign(whole, 'Entgelt', 'text').columns).toEqual({ amount: 'Betrag', fee: 'Steuer', text: 'Entgelt' })
    expect(assign(whole, 'Betrag', null).columns).toEqual({ fee: ['Entgelt', 'Steuer'] })
  })

  it('takes a value for every line, and lets it go', () => {
    const fixed = withConstant(draft, 'account', 'M1')
    expect([fixed.columns, constantOf(fixed, 'account')]).toEqual([{ account: { value: 'M1' } }, 'M1'])
    expect(withConstant(fixed, 'account', '').columns).toEqual({})
    expect(toList(' CR, Credit ,,')).toEqual(['CR', 'Credit'])
  })

  it.each([
    ['08.05.2026', 'dd.MM.yyyy'],
    ['2026-05-08', 'yyyy-MM-dd'],
    ['2026-05-08T09:30:00.000Z', 'yyyy-MM-ddTHH:mm:ss'],
    ['2026/01/06 00:00:30 -0800', 'yyyy/MM/dd HH:mm:ss X'],
    ['20260508', 'yyyyMMdd'],
    ['5/18/26 3:05 PM', 'M/d/yy h:mm a'],
    ['18/05/2026', 'dd/MM/yyyy'],
    ['05/18/2026', 'MM/dd/yyyy'],
    ['yesterday', null],
  ])('takes %s for %s', (text, format) => expect(guessDateFormat([text])).toBe(format))

  it('tells a decimal comma from a decimal point', () => {
    expect(guessMarks(['1.234,50', '-3,00', ''])).toEqual({ decimal: ',', thousands: '.' })
    expect(guessMarks(['1,234.50 EUR'])).toEqual({ decimal: '.', thousands: ',' })
    expect(guessMarks(['1,50', '1.50'])).toBeNull()
    const amount = guessFrom(draft, 'amount', ['1.234,50'])
    // A column of small amounts takes nothing back.
    expect(guessFrom(amount, 'fee', ['12,30']).amounts).toEqual({ decimal: ',', thousands: '.' })
    expect(guessFrom(draft, 'text', ['12,30'])).toBe(draft)
  })
})
