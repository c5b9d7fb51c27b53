import { writeZip } from '../../testing/write-zip.ts'
import { type Bill, major, type Row, type WrittenBill } from '../row.ts'
import { dayText, wallText } from '../wall-clock.ts'
import { gbkText } from './gbk-text.ts'

const COLUMNS =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注'
const RULE = '#-----------------------------------------业务明细列表'

/** 业务明细 in GBK, in a ZIP beside its summary. */
export function writeAlipayFile({ family, batches, day, name }: Bill): WrittenBill {
  const [merchant = ''] = batches.map((batch) => batch.merchant)
  const lines = [
    '#支付宝业务明细查询',
    `#账号：[${merchant}]`,
    `#起始日期：[${chineseDay(day)} 00:00:00]   终止日期：[${chineseDay(day + 1)} 00:00:00]`,
    `${RULE}----------------------------------------`,
    COLUMNS,
  ]
  const order: Row[] = []
  const sums = { sales: 0, refunds: 0, salesMinor: 0, refundsMinor: 0 }
  for (const { rows } of batches) {
    for (const row of rows) {
      const { sale } = row
      if (!sale) continue
      const refund = row.kind === 'refund'
      const gross = row.grossMinor ?? 0
      if (refund) {
        sums.refunds += 1
        sums.refundsMinor += gross
      } else {
        sums.sales += 1
        sums.salesMinor += gross
      }
      const trade = sale.original ?? sale
      const time = wallText(family.clock, row.atMs)
      const place = `${sale.storeCode},门店${sale.store},,${sale.terminalCode}\t,*明(a***@b.com)`
      const zeros = '0.00,0.00,0.00,0.00,0.00,,0.00,0.00'
      const money = `${major(gross)},${major(gross)},${zeros},${refund ? row.reference : ''},${major(-row.fee)},0.00,\t`
      const names = `${trade.acquirerReference}\t,${trade.ourReference}\t,${refund ? '退款' : '交易'},咖啡`
      lines.push(`${names},${time},${time},${place},${money}`)
      order.push(row)
    }
  }
  lines.push(
    `${RULE}结束------------------------------------`,
    `#交易合计：${sums.sales}笔，商家实收共${major(sums.salesMinor)}元`,
    `#退款合计：${sums.refunds}笔，商家实收退款共${major(sums.refundsMinor)}元`,
    `#导出时间：[${chineseDay(day + 1)} 09:10:11]`,
  )
  const inner = name.replace(/\.zip$/, '')
  const bytes = writeZip([
    {
      name: `${inner}_业务明细(汇总).csv`,
      bytes: gbkText(`#支付宝业务汇总查询\r\n门店编号,交易订单总笔数\r\n合计,${sums.sales}\r\n`),
    },
    { name: `${inner}_业务明细.csv`, bytes: gbkText(`${lines.join('\r\n')}\r\n`) },
  ])
  return { bytes, order }
}

const chineseDay = (day: number): string => dayText(day).replace(/(\d+)-(\d+)-(\d+)/, '$1年$2月$3日')
