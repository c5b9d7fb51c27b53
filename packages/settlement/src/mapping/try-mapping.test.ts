import { describe, expect, it } from 'vitest'
import { inspect } from '../inspect.ts'
import { bytesOf } from '../testing/bytes.ts'
import { encodeGbk } from '../testing/encode-gbk.ts'
import { testEachSample } from '../testing/samples.ts'
import { testTools } from '../testing/test-tools.ts'
import { tryMapping } from './try-mapping.ts'

const attempt = (bytes: Uint8Array, draft?: unknown) => tryMapping('report.csv', bytes, draft, testTools)
const latin = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))

const HOUSE_BANK = [
  'Kontoauszug Konto 4711;;;;',
  '',
  'Buchung;Wert;Verwendungszweck;Soll;Haben',
  '08.05.2026;11.05.2026;"Müller GmbH; Köln";;1.234,50',
  '09.05.2026;11.05.2026;Gebühr;12,30;',
  'Summe;;;12,30;1.234,50',
  '',
].join('\r\n')

const HOUSE_BANK_MAPPING = {
  mapping: 1,
  id: 'house-bank',
  produces: 'statement',
  encoding: 'iso-8859-1',
  layout: { kind: 'delimited', delimiter: ';' },
  columns: {
    date: 'Buchung',
    valueDate: 'Wert',
    debit: 'Soll',
    credit: 'Haben',
    text: 'Verwendungszweck',
    account: { value: 'DE02120300000000202051' },
  },
  amounts: { decimal: ',', thousands: '.' },
  dateFormat: 'dd.MM.yyyy',
  currency: 'EUR',
  endStartsWith: ['Summe'],
}

/** PayPal's settlement report, of which the product has a profile too: sections, minor units, a direction for fees of their own. */
const PAYPAL_MAPPING = {
  mapping: 1,
  id: 'paypal-by-hand',
  produces: 'settlement',
  layout: { kind: 'delimited', delimiter: ',' },
  detailStartsWith: ['SB'],
  columns: {
    date: 'Transaction Initiation Date',
    amount: 'Gross Transaction Amount',
    currency: 'Gross Transaction Currency',
    fee: 'Fee Amount',
    type: 'Transaction Event Code',
    reference: 'Transaction ID',
    merchantReference: 'Invoice ID',
    batch: { value: '2026-01-06' },
  },
  amounts: { minorUnits: true },
  direction: { source: 'Transaction Debit or Credit', credit: ['CR'], debit: ['DR'] },
  feeDirection: { source: 'Fee Debit or Credit', credit: ['CR'], debit: ['DR'] },
  dateFormat: 'yyyy/MM/dd HH:mm:ss X',
  kinds: { T0006: 'sale', T0003: 'sale', T1107: 'refund', T0400: 'transfer' },
}

describe('trying a mapping', () => {
  it('tells without one how a file looks to be written', () => {
    const { head, problem } = attempt(latin(HOUSE_BANK))
    expect(head).toMatchObject({ encoding: 'windows-1252', delimiter: ';', namesLine: 3 })
    expect(head.lines[3]).toMatchObject({ line: 4, fields: ['08.05.2026', '11.05.2026', 'Müller GmbH; Köln', '', '1.234,50'] })
    expect(problem).toContain('the mapping has to be an object')
    expect(attempt(encodeGbk('交易时间,金额\n2026-05-08,1.00\n')).head).toMatchObject({ encoding: 'gb18030', namesLine: 1 })
    expect(attempt(bytesOf('12345678\n'), {}).head).toMatchObject({ encoding: 'utf-8', delimiter: ',', namesLine: null })
  })

  it('shows the lines of a bank as they would be read, with their sums', () => {
    const { lines, faults, document } = attempt(latin(HOUSE_BANK), HOUSE_BANK_MAPPING)
    expect(faults).toEqual([])
    expect(lines).toMatchObject([
      { line: 4, kind: 'credit', date: '2026-05-08', net: '1234.5', currency: 'EUR', text: 'Müller GmbH; Köln' },
      { line: 5, kind: 'debit', net: '-12.3', text: 'Gebühr' },
    ])
    expect(document).toMatchObject({
      verdict: 'accept',
      statements: [{ entries: 2, credits: { EUR: '1234.5' }, debits: { EUR: '12.3' } }],
    })
  })

  it('names the line and the column of every value that is not as the mapping says, and reads the others', () => {
    const { lines, faults, faultCount } = attempt(
      latin(HOUSE_BANK.replace('1.234,50\r\n09', '1 EUR\r\n09').replace('09.05.2026', '9. Mai')),
      HOUSE_BANK_MAPPING,
    )
    expect(lines).toEqual([])
    expect(faultCount).toBe(2)
    expect(faults).toMatchObject([
      { line: 4, column: 'column Haben', message: expect.stringContaining('is no amount') },
      { line: 5, column: 'column Buchung', message: expect.stringContaining('is not written as dd.MM.yyyy') },
    ])
  })

  it('expresses a report in sections, minor units, and fees that have a direction of their own', () => {
    const names = Object.values(PAYPAL_MAPPING.columns).filter((column) => typeof column === 'string')
    const text = [
      '"SH","2026/05/08","ACC"',
      `"CH",${[...names, 'Transaction Debit or Credit', 'Fee Debit or Credit'].join()}`,
      '"SB",2026/05/08 00:00:30 -0800,5200,"AUD",225,"T0006",A1,I1,"CR","DR"',
      '"SB",2026/05/08 00:06:02 -0800,134,"AUD",47,T1107,A2,I2,DR,CR',
      '"SB",2026/05/08 00:07:02 -0800,100,"AUD",,T0006,A3,I3,CR,',
      '"SF","AUD",1',
      '',
    ].join('\n')
    const { faults, lines, document } = attempt(bytesOf(text), PAYPAL_MAPPING)
    expect(faults).toEqual([])
    expect(lines).toMatchObject([
      { line: 3, kind: 'sale', date: '2026-05-08 00:00:30 -0800', gross: '52', fees: '2.25', net: '49.75' },
      { line: 4, kind: 'refund', gross: '-1.34', fees: '-0.47', net: '-0.87' },
      { line: 5, kind: 'sale', gross: '1', fees: '0', net: '1' },
    ])
    expect(document?.settlement).toMatchObject([{ currency: 'AUD', lines: 3, gross: '51.66', fees: '1.78', net: '49.88' }])
  })

  it('reads fixed widths, and names positions', () => {
    const mapping = {
      mapping: 1,
      id: 'fixed',
      produces: 'settlement',
      layout: { kind: 'fixed' },
      detailStartsWith: ['02'],
      columns: {
        date: { from: 3, to: 10 },
        amount: { from: 11, to: 20 },
        terminal: { from: 21, to: 28 },
        batch: { from: 29, to: 32 },
      },
      amounts: { minorUnits: true },
      dateFormat: 'yyyyMMdd',
      currency: 'SEK',
    }
    const good = '01HEADER\n02202605080000012345T0000001B001\n02202605090000000500T0000001B001\n99\n'
    expect(attempt(bytesOf(good), mapping).document?.settlement).toMatchObject([{ batch: 'B001', lines: 2, gross: '128.45' }])
    expect(attempt(bytesOf(good.replace('0000000500', '00000005OO')), mapping).faults).toMatchObject([
      { line: 3, column: 'positions 11 to 20' },
    ])
  })

  it('shows no full card number, wherever it stands', () => {
    const { head } = attempt(bytesOf('Card;Amount\n4111111111111111;1.00\n'))
    expect(JSON.stringify(head)).not.toContain('4111111111111111')
  })
})

testEachSample(
  'settlement',
  ({ file, bytes }) => {
    const sums = ({ settlement }: { readonly settlement: readonly { currency: string; lines: number; net: string }[] }) =>
      settlement.map(({ currency, lines, net }) => `${currency} ${lines} ${net}`).sort()
    const { document, faults } = attempt(bytes, PAYPAL_MAPPING)
    expect(faults).toEqual([])
    expect(document && sums(document)).toEqual(sums(inspect(file, bytes, testTools)))
  },
  'paypal-stl',
)
