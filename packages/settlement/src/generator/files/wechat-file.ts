import { type Bill, major, type Row, type WrittenBill } from '../row.ts'
import { wallText } from '../wall-clock.ts'

const COLUMNS =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const TOTALS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'

/** 交易账单 of one day. Every field begins with a backtick, and a product has a comma in its name. */
export function writeWechatFile({ family, batches }: Bill): WrittenBill {
  const lines = [COLUMNS]
  const order: Row[] = []
  let [settled, refunded, fees] = [0, 0, 0]
  for (const { rows } of batches) {
    for (const row of rows) {
      const { sale } = row
      if (!sale) continue
      const refund = row.kind === 'refund'
      const order_ = sale.original ?? sale
      const gross = row.grossMinor ?? 0
      settled += refund ? 0 : gross
      refunded += refund ? -gross : 0
      fees += row.fee
      lines.push(
        `\`${[
          wallText(family.clock, row.atMs),
          'wx2421b1c4370ec43b',
          row.merchant,
          sale.storeCode,
          sale.terminalCode,
          order_.acquirerReference,
          order_.ourReference,
          'oUpF8uMuAJO',
          'MICROPAY',
          refund ? 'REFUND' : 'SUCCESS',
          'CMB_CREDIT',
          'CNY',
          refund ? '0.00' : major(gross),
          '0.00',
          refund ? row.reference : '0',
          refund ? sale.ourReference : '0',
          refund ? major(-gross) : '0.00',
          '0.00',
          refund ? 'ORIGINAL' : '',
          refund ? 'SUCCESS' : '',
          '咖啡,大杯',
          '',
          major(row.fee, 5),
          '0.60%',
          refund ? '0.00' : major(gross),
          refund ? major(-gross) : '0.00',
          '',
        ].join(',`')}`,
      )
      order.push(row)
    }
  }
  const sums = [order.length, major(settled), major(refunded), '0.00', major(fees, 5), major(settled), major(refunded)]
  lines.push(TOTALS, `\`${sums.join(',`')}`)
  return { bytes: Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`), order }
}
