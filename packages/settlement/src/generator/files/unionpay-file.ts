import { writeZip } from '../../testing/write-zip.ts'
import type { Bill, Row, WrittenBill } from '../row.ts'
import { shortDay, wallText } from '../wall-clock.ts'
import { gbkText } from './gbk-text.ts'

const WIDTHS = [
  3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13, 8, 32, 13,
  13, 12, 2, 1, 32, 98,
]

/** ZM of all merchants of the chain for one clearing day: fields of fixed width in GBK, one blank between, in a ZIP. */
export function writeUnionpayFile({ family, batches, day }: Bill): WrittenBill {
  const lines: string[] = []
  const order: Row[] = []
  for (const { rows } of batches) {
    for (const row of rows) {
      const { sale } = row
      if (!sale) continue
      const refund = row.kind === 'refund'
      const gross = row.grossMinor ?? 0
      lines.push(
        writeLine({
          1: refund ? 'S30' : 'S22',
          2: '00000000001',
          3: '00000000002',
          4: sale.trace,
          5: wallText(family.clock, row.atMs).slice(5).replaceAll(/[-: ]/g, ''),
          6: `622202******${sale.last4}`,
          7: String(Math.abs(gross)).padStart(12, '0'),
          10: row.reference,
          12: sale.ourReference,
          16: signed(-row.fee),
          17: signed(gross),
          27: sale.original?.acquirerReference ?? '',
          28: row.merchant,
          33: signed(row.net),
          34: '门店',
        }),
      )
      order.push(row)
    }
  }
  const [first] = batches
  const name = `INN${shortDay(day)}01ZM_${first?.merchant ?? '898310000000000'}`
  return { bytes: writeZip([{ name, bytes: gbkText(`${lines.join('\r\n')}\r\n`) }]), order }
}

const signed = (fen: number): string => `${fen < 0 ? 'D' : 'C'}${String(Math.abs(fen)).padStart(12, '0')}`

const BLANKS = WIDTHS.map((width) => ' '.repeat(width))
function writeLine(fields: Readonly<Record<number, string>>): string {
  return WIDTHS.map((width, index) => {
    const text = fields[index + 1]
    if (text === undefined) return BLANKS[index]
    const bytes = text === '门店' ? 4 : text.length
    return bytes < width ? text + ' '.repeat(width - bytes) : text
  }).join(' ')
}
