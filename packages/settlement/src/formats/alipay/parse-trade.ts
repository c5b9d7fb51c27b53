import { add, negate, subtract } from '../../decimal.ts'
import type { LineKind, ParseSink } from '../../model.ts'
import type { ParseTools } from '../../parse-tools.ts'
import { RejectError } from '../../warning.ts'
import type { ParsedFormat, SourceFile } from '../format.ts'
import { settlementLine } from '../settlement-line.ts'
import { readBill, SideTotals } from './read-bill.ts'

const NEEDED = ['支付宝交易号', '商户订单号', '业务类型', '订单金额(元)', '商家实收(元)']

/** 业务明细: orders. Refund rows are below zero; the fee is below zero where it is a cost. */
export function parseTrade({ bytes }: SourceFile, sink: ParseSink, tools: ParseTools): ParsedFormat {
  const sales = new SideTotals()
  const refunds = new SideTotals()
  readBill(
    bytes,
    NEEDED,
    {
      detail(record, { columns, account, day }) {
        const type = columns.text(record, '业务类型') ?? ''
        const received = columns.amount(record, '商家实收(元)')
        if (received === null) throw new RejectError('a line has no amount', record.line)
        const ordered = columns.amountOrZero(record, '订单金额(元)')
        const fees = negate(columns.amountOrZero(record, '服务费(元)'))
        const refund = type.includes('退款') || type.includes('撤销') || ordered.units < 0n
        ;(refund ? refunds : sales).add(received)
        const trade = columns.text(record, '支付宝交易号')
        const request = columns.text(record, '退款批次号/请求号')
        const order = columns.text(record, '商户订单号')
        const happenedAt = columns.text(record, '完成时间', '创建时间')
        // What is shared with others goes out of what was received.
        const shared = columns.amountOrZero(record, '分润(元)')
        sink.line(
          settlementLine({
            at: { line: record.line, character: record.character },
            batch: day ?? happenedAt?.slice(0, 10) ?? null,
            merchant: account,
            kind: kindOf(type, refund),
            type,
            acquirerReference: refund ? (request ?? trade) : trade,
            merchantReference: order,
            originalReference: refund ? trade : null,
            store: columns.text(record, '门店编号'),
            terminal: columns.text(record, '终端号'),
            happenedAt,
            zone: 'Asia/Shanghai',
            gross: received,
            grossCurrency: 'CNY',
            fees,
            net: add(subtract(received, fees), shared),
            currency: 'CNY',
            text: [columns.text(record, '商品名称'), columns.text(record, '备注')].filter(Boolean).join(' '),
          }),
        )
      },
      total(text, line) {
        if (text.includes('交易合计')) sales.check('交易合计', text, line, sink)
        if (text.includes('退款合计')) refunds.check('退款合计', text, line, sink)
      },
    },
    sink,
    tools,
  )
  return { format: 'alipay-trade', version: null }
}

function kindOf(type: string, refund: boolean): LineKind {
  return refund ? 'refund' : type.includes('交易') || type.includes('收款') ? 'sale' : 'other'
}
