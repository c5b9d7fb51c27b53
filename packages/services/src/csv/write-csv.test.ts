import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeCsv } from './write-csv.ts'

const lineOf = (...cells: Parameters<typeof writeCsv>[1] extends Iterable<infer Row> ? Row : never) =>
  writeCsv(['a'], [cells]).split('\r\n')[1]

describe('a CSV file', () => {
  it('begins with the mark of UTF-8, has a head and ends each line as RFC 4180 says', () => {
    expect(writeCsv(['name', '名称'], [['x', 1]])).toBe('\ufeffname,名称\r\nx,1\r\n')
    expect(writeCsv(['name'], [])).toBe('\ufeffname\r\n')
  })

  it('writes numbers, times and nothing as what they are', () => {
    expect(lineOf(-5, 12n, true, null, new Date(Date.UTC(2026, 10, 27, 12, 30, 5, 999)))).toBe('-5,12,true,,2026-11-27T12:30:05Z')
  })

  it('writes an exact decimal as a number, and what is none as a text', () => {
    expect(lineOf({ exact: '-12.50' }, { exact: '-1+1' })).toBe("-12.50,'-1+1")
  })

  it.each([
    ['plain', 'plain'],
    ['Köln, Hbf', '"Köln, Hbf"'],
    ['a;b', '"a;b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    [' lead', '" lead"'],
    ['=1+1', "'=1+1"],
    ['+49 30 1', "'+49 30 1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝1＋1', "'＝1＋1"],
    ['\t=1', '"\'\t=1"'],
    ['  =cmd|x', "'  =cmd|x"],
    ['\u00a0=1', "'\u00a0=1"],
    ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
  ])('writes the text %j so that it stays text', (text, expected) => expect(lineOf(text)).toBe(expected))

  it('lets no text of anybody begin a cell with a formula, nor leave its cell', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { minLength: 1, maxLength: 4 }), (texts) => {
        const [, ...rows] = readCsv(
          writeCsv(
            texts.map(() => 'h'),
            [texts],
          ),
        )
        expect(rows).toEqual([texts.map((text) => (/^\s*[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text))])
      }),
    )
  })
})

/** RFC 4180 as a reader that knows nothing of ours. */
function readCsv(text: string): string[][] {
  const rows: string[][] = []
  const row: string[] = []
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy
  for (const [, quoted, plain, end] of text.slice(1).matchAll(cells)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === '\r\n') rows.push(row.splice(0))
  }
  expect(row).toEqual([])
  return rows
}
