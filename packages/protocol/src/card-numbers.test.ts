import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutCardNumbers, findCardNumbers, truncateCardNumber } from './card-numbers.ts'
import { isLuhnValid, listIssuedRanges } from './card-numbers-issued.ts'

const truncatedIn = (text: string) => findCardNumbers(text).map(({ truncated }) => truncated)

/** The schemes' own test numbers. */
const NUMBERS = [
  '4111111111111111',
  '4222222222222',
  '4000000000000000006',
  '5555555555554444',
  '2223003122003222',
  '378282246310005',
  '6011111111111117',
  '36700102000000',
  '3566002020360505',
  '6212345678900000003',
  '8171999927660000',
  '6759649826438453',
  '2200770212727079',
  '6070055000000000004'.slice(0, 16),
].filter(isLuhnValid)

describe('a card number', () => {
  it.each(NUMBERS)('of an issuer is found: %s', (number) => {
    expect(findCardNumbers(`card ${number}, thanks`)).toEqual([
      { start: 5, end: 5 + number.length, truncated: truncateCardNumber(number) },
    ])
  })

  it.each([
    ['blanks', '4111 1111 1111 1111'],
    ['dashes', '4111-1111-1111-1111'],
    ['dots', '4111.1111.1111.1111'],
    ['a dash between blanks', '4111 - 1111 - 1111 - 1111'],
    ['line ends', '4111 1111\r\n1111 1111'],
    ['blanks that do not break', '4111\u00a01111\u202f1111\u20091111'],
    ['what cannot be seen', '4111\u200b1111\u00ad1111\ufeff1111'],
    ['long dashes', '4111\u20131111\u20141111\u22121111'],
    ['commas', '4111,1111,1111,1111'],
    ['nothing at all', '4111111111111111'],
    ['a blank after every digit', [...'4111111111111111'].join(' ')],
    ['blanks where nobody puts them', '41111 11 1111111 11'],
  ])('is found with %s in it', (_, text) => expect(truncatedIn(text)).toEqual(['411111******1111']))

  it.each([
    ['full-width', '４１１１　１１１１　１１１１　１１１１'],
    ['Arabic-Indic', '٤١١١١١١١١١١١١١١١'],
    ['Persian', '۴۱۱۱۱۱۱۱۱۱۱۱۱۱۱۱'],
    ['Devanagari', '४१११ ११११ ११११ ११११'],
    ['bold mathematical', '𝟒𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏'],
    ['double-struck mathematical', '𝟜𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙'],
    ['superscript', '⁴¹¹¹¹¹¹¹¹¹¹¹¹¹¹¹'],
    ['circled', '④①①①①①①①①①①①①①①①'],
    ['mixed', '4１1١11111111111१'],
  ])('is found in %s digits', (_, text) => expect(truncatedIn(`卡号${text}。`)).toEqual(['411111******1111']))

  it.each([
    ['a track', ';4111111111111111=25122010000000000000?'],
    ['a first track', '%B4111111111111111^VOGEL/MARIA^25122010000000?'],
    ['an address', 'https://till.example/?pan=4111111111111111&next=1'],
    ['letters on both sides', 'PAN4111111111111111EXP'],
    ['a date before it', '27.11.2026 4111 1111 1111 1111'],
    ['a code after it', '4111 1111 1111 1111 123'],
    ['an expiry after it', '4111111111111111 12/28'],
  ])('is found in %s', (_, text) => expect(truncatedIn(text)).toEqual(['411111******1111']))

  it('is found beside another', () => {
    expect(truncatedIn('4111111111111111 5555555555554444')).toEqual(['411111******1111', '555555******4444'])
  })
})

describe('no card number', () => {
  it.each([
    ['a wrong check digit', '4111111111111112'],
    ['a beginning nobody gave out', '9111111111111111'],
    ['a length its issuer does not have', '55555555555544440'],
    ['twelve digits', '411111111117'],
    ['a part of a longer number', '94111111111111111'],
    ['a number of 28 digits with one in it', '4200004111111111111111000000'],
    ['a UUID', '81f1c0de-1111-4111-8171-999927660000'],
    ['a phone number', '+49 151 23456785'],
    ['an article number', '4006381333931'],
    ['milliseconds since 1970', '1795787528000'],
    ['an IBAN', 'AT611904300234573201'],
    ['an IBAN in groups, and what follows', 'AT50 1904 3002 3457 3201 100,00'],
    ['a number that was truncated', '411111******1111'],
    ['a column of amounts', '4,03,1111111,010'],
  ])('is seen in %s', (_, text) => expect(truncatedIn(text)).toEqual([]))
})

const arbitraryNumber = fc
  .record({
    range: fc.constantFrom(...listIssuedRanges()),
    rest: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 19, maxLength: 19 }),
  })
  .map(({ range: { prefix, length }, rest }) => {
    const body = (prefix + rest.join('')).slice(0, length - 1)
    return body + [...'0123456789'].find((digit) => isLuhnValid(body + digit))
  })
const arbitraryGaps = fc.array(
  fc.option(
    fc.string({ unit: fc.constantFrom(' ', '-', '.', '/', '_', '\n', '\u00a0', '\u2013', '\u200b'), minLength: 1, maxLength: 3 }),
    {
      nil: '',
    },
  ),
  { minLength: 18, maxLength: 18 },
)
/** A script by its zero, for each digit. */
const arbitraryScripts = fc.array(fc.constantFrom(0x30, 0xff10, 0x0660, 0x0966, 0x1d7ce), { minLength: 19, maxLength: 19 })
/** Ends or begins with no digit: what stands right at a number makes it a longer one. */
const around = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replaceAll(/[\p{N}+]/gu, 'x'))
const written = fc
  .tuple(arbitraryNumber, arbitraryGaps, arbitraryScripts)
  // Thirteen digits in one group may be an article number; that case has its own test.
  .filter(([number, gaps]) => number.length > 13 || gaps.slice(0, 12).some((gap) => gap !== ''))
  .map(([number, gaps, scripts]) => ({
    number,
    text: [...number]
      .map(
        (digit, index) =>
          String.fromCodePoint((scripts[index] ?? 0x30) + Number(digit)) + (index < number.length - 1 ? gaps[index] : ''),
      )
      .join(''),
  }))

describe('for every number an issuer could have given out', () => {
  it('it is found in free text however it is written, and all of it', () => {
    fc.assert(
      fc.property(around, written, around, (before, { number, text }, after) => {
        const whole = `${before} ${text} ${after}`
        const found = findCardNumbers(whole)
        expect(found).toContainEqual({
          start: before.length + 1,
          end: before.length + 1 + text.length,
          truncated: truncateCardNumber(number),
        })
      }),
      { numRuns: 2_000 },
    )
  })

  it('no more than its first six and last four digits stay, in their places, and none is found again', () => {
    fc.assert(
      fc.property(around, written, around, (before, { number, text }, after) => {
        const cut = cutCardNumbers(`${before} ${text} ${after}`)
        expect(findCardNumbers(cut)).toEqual([])
        const kept = [...cut.slice(before.length + 1)].filter((character) => /[\p{Nd}*]/u.test(character)).slice(0, number.length)
        expect(kept.map((character) => (character === '*' ? '*' : '.')).join('')).toBe(
          '.'.repeat(6) + '*'.repeat(number.length - 10) + '.'.repeat(4),
        )
      }),
      { numRuns: 2_000 },
    )
  })

  it('texts without one are left as they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        if (findCardNumbers(text).length === 0) expect(cutCardNumbers(text)).toBe(text)
      }),
    )
  })
})

/** Cells of a file of columns, texts of an XML file, lines of any other, and the whole of it: everything taken for free text. */
function textsOf(name: string, content: string): { readonly column: string; readonly text: string }[] {
  if (name.endsWith('.xml')) return [...content.matchAll(/>([^<]+)</g)].map((match) => ({ column: '', text: match[1] ?? '' }))
  const lines = content.split(/\r?\n/)
  if (!name.endsWith('.csv')) return [...lines, content].map((text) => ({ column: '', text }))
  const header = cellsOf(lines[0] ?? '')
  return lines.flatMap((line) => cellsOf(line).map((text, index) => ({ column: header[index] ?? '', text })))
}

function cellsOf(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((match) => (match[1] ?? '').replace(/^["`]|"$/g, ''))
}

const SAMPLES = new URL('../../../../shared/samples/', import.meta.url)
const samples = ['settlement', 'camt', 'mt940', 'bai2'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, SAMPLES))
    .filter((name) => name !== 'index.json')
    .map((name) => `${folder}/${name}`),
)

/**
 * With every column taken for free text. The one column that must be typed: Adyen numbers its payments with 16 digits, and one
 * made up for a test begins and ends as a Mastercard number does.
 */
const TYPED_COLUMNS = ['Modification Reference']

describe('files of banks and acquirers', () => {
  it.each(samples)('raise no false alarm: %s', (name) => {
    const bytes = readFileSync(new URL(name, SAMPLES))
    const content = new TextDecoder(name.includes('alipay') ? 'gbk' : 'utf-8').decode(bytes)
    const texts = textsOf(name, content)
    expect(texts.length).toBeGreaterThan(1)
    const alarms = texts.filter(({ column, text }) => !TYPED_COLUMNS.includes(column) && findCardNumbers(text).length > 0)
    expect(alarms).toEqual([])
  })

  it('are looked at, so that a number in one of them would be found', () => {
    expect(samples.length).toBeGreaterThan(60)
    const csv = textsOf('made.csv', 'Reference,Note\n17,"paid with ""4111 1111 1111 1111"""\n')
    expect(csv.filter(({ text }) => findCardNumbers(text).length > 0)).toMatchObject([{ column: 'Note' }])
  })
})
