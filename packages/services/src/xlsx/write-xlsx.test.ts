import { inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { SheetCell } from './sheet-cell.ts'
import { writeXlsx } from './write-xlsx.ts'

async function sheetOf(...rows: readonly (readonly SheetCell[])[]): Promise<Record<string, string>> {
  const bytes: Uint8Array[] = []
  const pages = (async function* () {
    for (const row of rows) yield [row]
  })()
  for await (const piece of writeXlsx('Payments: May', ['Store', '金额'], pages)) bytes.push(piece)
  return unpackZip(Buffer.concat(bytes))
}

/** By the directory at the end, as every reader of ZIPs does. */
function unpackZip(zip: Buffer): Record<string, string> {
  const files: Record<string, string> = {}
  for (let at = zip.indexOf('PK\u0001\u0002', 0, 'latin1'); at !== -1; at = zip.indexOf('PK\u0001\u0002', at + 4, 'latin1')) {
    const [packed, nameLength, from] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt32LE(at + 42)]
    const content = from + 30 + zip.readUInt16LE(from + 26) + zip.readUInt16LE(from + 28)
    files[zip.toString('utf8', at + 46, at + 46 + nameLength)] = inflateRawSync(
      zip.subarray(content, content + packed),
    ).toString()
  }
  return files
}

describe('a workbook', () => {
  it('has the parts a spreadsheet looks for, and a name it takes', async () => {
    const files = await sheetOf()
    expect(Object.keys(files).sort()).toEqual(
      [
        '[Content_Types].xml',
        '_rels/.rels',
        'xl/_rels/workbook.xml.rels',
        'xl/styles.xml',
        'xl/workbook.xml',
        'xl/worksheets/sheet1.xml',
      ].sort(),
    )
    expect(files['xl/workbook.xml']).toContain('name="Payments_ May"')
    expect(files['xl/worksheets/sheet1.xml']).toContain('金额')
  })

  it('keeps amounts as numbers with their decimals, days and times as such, and texts as texts', async () => {
    const { 'xl/worksheets/sheet1.xml': sheet = '' } = await sheetOf([
      { exact: '-1234.50' },
      { exact: '900' },
      { exact: '1.234' },
      { day: '2026-05-08' },
      { atMs: Date.UTC(2026, 4, 8, 12) },
      7,
      null,
      '=HYPERLINK("x")',
      'a & <b>\u0001',
    ])
    expect(sheet).toContain('<c s="6"><v>-1234.50</v></c><c s="4"><v>900</v></c><c s="7"><v>1.234</v></c>')
    expect(sheet).toContain('<c s="2"><v>46150</v></c><c s="3"><v>46150.5</v></c><c><v>7</v></c><c/>')
    expect(sheet).toContain('<t xml:space="preserve">=HYPERLINK("x")</t>')
    expect(sheet).toContain('a &amp; &lt;b&gt;\ufffd')
    expect(sheet).not.toContain('<f>')
  })
})
