import { describe, expect, it } from 'vitest'
import { plainCell, readCsv } from './read-csv.ts'
import { writeCsv } from './write-csv.ts'

const cells = (text: string) => readCsv(text)?.map((row) => row.cells)

describe('a CSV', () => {
  it('is read as spreadsheets write it, each row with the line it begins on', () => {
    expect(readCsv('\ufeffa,b\r\n"x ""y""\nz",2\r\n\r\n3,4')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x "y"\nz', '2'] },
      { line: 5, cells: ['3', '4'] },
    ])
  })

  it('may be separated by semicolons or tabs', () => {
    expect(cells('a;b,c;d\n1;2;3')).toEqual([
      ['a', 'b,c', 'd'],
      ['1', '2', '3'],
    ])
    expect(cells('a\tb\n1\t')).toEqual([
      ['a', 'b'],
      ['1', ''],
    ])
  })

  it('whose quotation is never closed is none', () => {
    expect(readCsv('a,b\n"1,2')).toBeNull()
  })

  it('comes back as it was written, formulas too', () => {
    const row = ['=1+1', "'quoted", 'a,b', ' -5', '＝SUM', 'plain']
    const [, read] = cells(writeCsv(['1', '2', '3', '4', '5', '6'], [row])) ?? []
    expect(read?.map(plainCell)).toEqual(['=1+1', "'quoted", 'a,b', '-5', '＝SUM', 'plain'])
  })
})
