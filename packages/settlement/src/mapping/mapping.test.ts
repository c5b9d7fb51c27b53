import { describe, expect, it } from 'vitest'
import { inspect } from '../inspect.ts'
import type { SettlementLine } from '../model.ts'
import { bytesOf } from '../testing/bytes.ts'
import { encodeGbk } from '../testing/encode-gbk.ts'
import { testTools } from '../testing/test-tools.ts'
import { mappedFormat } from './mapped-format.ts'
import { readMapping } from './parse-mapping.ts'

const BASE = { mapping: 1, id: 'own', produces: 'settlement', layout: { kind: 'delimited', delimiter: ';' }, currency: 'EUR' }
const read = (mapping: Record<string, unknown>, bytes: Uint8Array) =>
  inspect('report', bytes, testTools, mappedFormat(readMapping({ ...BASE, ...mapping })))

describe('a mapping', () => {
  it('reads German numbers, a preamble, and a line of totals', () => {
    const mapping = {
      columns: { date: 'Datum', amount: 'Umsatz', fee: 'Entgelt', batch: 'Lauf', terminal: 'TID' },
      amounts: { decimal: ',', thousands: '.' },
      dateFormat: 'dd.MM.yyyy',
      totals: { startsWith: 'Summe', sum: { column: 2 } },
    }
    const text =
      'Abrechnung Mai\n\nDatum;Umsatz;Entgelt;Lauf;TID\n08.05.2026;1.234,50;1,50;7;55\n09.05.2026;-34,50;;7;55\nSumme;1.200,00\n'
    expect(read(mapping, bytesOf(text))).toMatchObject({
      format: 'own',
      version: '1',
      verdict: 'accept',
      settlement: [{ batch: '7', lines: 2, gross: '1200', fees: '1.5', net: '1198.5' }],
    })
    expect(read(mapping, bytesOf(text.replace('1.200,00', '1.300,00')))).toMatchObject({
      verdict: 'accept-with-warning',
      warnings: [{ code: 'declared-total', line: 6 }],
    })
  })

  it('reads columns of debits and credits, and follows the balance of an account', () => {
    const mapping = {
      produces: 'statement',
      columns: { date: 'Date', debit: 'Out', credit: 'In', balance: 'Balance', account: { value: 'ACC-1' } },
      layout: { kind: 'delimited' },
      dateFormat: 'MM/dd/yyyy',
    }
    const text = 'Date,Out,In,Balance\n05/08/2026,,10.00,110.00\n05/09/2026,4.00,,106.00\n'
    expect(read(mapping, bytesOf(text))).toMatchObject({
      verdict: 'accept',
      statements: [
        {
          account: 'ACC-1',
          opening: { amount: '100' },
          closing: { amount: '106' },
          credits: { EUR: '10' },
          debits: { EUR: '4' },
        },
      ],
    })
    expect(read(mapping, bytesOf(text.replace('106.00', '105.00'))).warnings).toMatchObject([{ code: 'balance-mismatch' }])
  })

  it('reads fixed widths of bytes in GBK, minor units, and signs behind', () => {
    const mapping = {
      layout: { kind: 'fixed' },
      encoding: 'gb18030',
      currency: 'CNY',
      amounts: { minorUnits: true },
      detailStartsWith: ['D'],
      columns: { store: { from: 2, to: 7 }, amount: { from: 8, to: 13 }, batch: { value: 'x' } },
    }
    expect(read(mapping, encodeGbk('H\nD南京店001234\nD北京店00034-\n'))).toMatchObject({
      verdict: 'accept',
      settlement: [{ lines: 2, gross: '12' }],
    })
  })

  it('adds up fees of several columns, below zero or above, and compares with the net', () => {
    const mapping = {
      layout: { kind: 'delimited' },
      columns: { gross: 'Gross', fee: ['Fee', 'Tax'], net: 'Net', batch: 'Payout', type: 'Type' },
      amounts: { strip: ['$'], thousands: ',', feesBelowZero: true },
      kinds: { Payment: 'sale', Transfer: 'payout' },
    }
    const text = 'Type,Gross,Fee,Tax,Net,Payout\nPayment,"$1,000.00",-$2.00,-$0.50,$997.50,P1\nTransfer,-$997.50,,,-$997.50,P1\n'
    expect(read(mapping, bytesOf(text))).toMatchObject({
      verdict: 'accept',
      settlement: [{ batch: 'P1', gross: '1000', fees: '2.5', net: '997.5', payout: '997.5' }],
    })
    expect(read(mapping, bytesOf(text.replace('-$0.50', '-$0.60'))).warnings).toMatchObject([
      { code: 'line-does-not-tie', line: 2 },
    ])
  })

  it('reads a time in a column of its own, afternoons, month names, offsets and a zone by line', () => {
    const moments = (dateFormat: string, columns: Record<string, unknown>, text: string) => {
      const seen: unknown[] = []
      const mapping = readMapping({ ...BASE, columns: { amount: 'A', batch: { value: 'x' }, ...columns }, dateFormat })
      const line = ({ happenedAt, zone }: SettlementLine) => void seen.push([happenedAt, zone])
      const nothing = () => {}
      const listener = { file: nothing, beginStatement: nothing, entry: nothing, endStatement: nothing, line }
      inspect('report', bytesOf(text), testTools, mappedFormat(mapping), listener)
      return seen
    }
    const apart = { date: 'D', time: 'T', zone: 'Z' }
    expect(moments('M/d/yy h:mm a', apart, 'A;D;T;Z\n1;5/8/26;3:05 PM;America/New_York\n1;12/31/26;12:00 AM;\n')).toEqual([
      ['2026-05-08 15:05:00', 'America/New_York'],
      ['2026-12-31 00:00:00', null],
    ])
    expect(moments('dd MMM yyyy', { date: 'D' }, 'A;D\n1;08 May 2026\n')).toEqual([['2026-05-08', null]])
    expect(moments('yyyy/MM/dd HH:mm:ss X', { date: 'D' }, 'A;D\n1;2026/01/06 00:00:30 -0800\n')).toEqual([
      ['2026-01-06 00:00:30 -0800', null],
    ])
  })

  it('looks through every column of cards, and keeps of the first what may be kept', () => {
    const mapping = { columns: { amount: 'A', batch: { value: 'x' }, card: ['Card', 'Old'] } }
    const text = 'A;Card;Old\n1.00;541333******0019;\n1.00;;4111111111111111\n1.00;4111111111111111;\n'
    expect(read(mapping, bytesOf(text)).warnings).toMatchObject([
      { code: 'card-numbers', line: 3 },
      { code: 'card-numbers', line: 4 },
    ])
  })

  it('names what is wrong with it', () => {
    const wrong = (mapping: Record<string, unknown>) => () => readMapping({ ...BASE, ...mapping })
    expect(wrong({ columns: {} })).toThrow('"columns" has to say where the amount is')
    expect(wrong({ columns: { amount: 'A', sum: 'B' } })).toThrow('columns: "sum" means nothing here')
    expect(wrong({ columns: { amount: 'A' }, currency: undefined })).toThrow('say the currency')
    expect(wrong({ columns: { amount: { from: 3, to: 2 } }, layout: { kind: 'fixed' } })).toThrow('"to" is before "from"')
    expect(wrong({ columns: { amount: 'A', date: 'D' }, dateFormat: 'MM/dd' })).toThrow('"dateFormat" has no yy')
    expect(wrong({ columns: { amount: 'A' }, encoding: 'ebcdic' })).toThrow('ebcdic is not known')
    expect(wrong({ columns: { amount: 'A' }, mapping: 2 })).toThrow('version of this language')
  })

  it('refuses an amount whose thousands end elsewhere: it is written in another way', () => {
    const mapping = { columns: { amount: 'Umsatz' }, amounts: { decimal: ',', thousands: '.' } }
    const amount = (text: string) => read(mapping, bytesOf(`Umsatz\n${text}\n`))
    expect(amount('1.234.567,50')).toMatchObject({ verdict: 'accept', settlement: [{ gross: '1234567.5' }] })
    for (const text of ['1,010.50', '1.5', '12.3456,00', '1,000.000'])
      expect(amount(text)).toMatchObject({ verdict: 'reject', reason: `line 2: column Umsatz: "${text}" is no amount` })
  })

  it('refuses a file that it does not fit, with the line', () => {
    const mapping = { columns: { amount: 'Umsatz', date: 'Datum' }, dateFormat: 'dd.MM.yyyy' }
    expect(read(mapping, bytesOf('Datum;Betrag\n')).reason).toContain('Umsatz')
    expect(read(mapping, bytesOf('Datum;Umsatz\n08.05.2026;12,00\n')).reason).toBe('line 2: column Umsatz: "12,00" is no amount')
    expect(read(mapping, bytesOf('Datum;Umsatz\n2026-05-08;12.00\n')).reason).toContain('is not written as dd.MM.yyyy')
    expect(read(mapping, bytesOf('Datum;Umsatz\n30.02.2026;12.00\n'))).toMatchObject({ warnings: [{ code: 'date', line: 2 }] })
  })
})
