import { add, type Decimal, negate, subtract, ZERO } from '../../decimal.ts'
import type { LineKind, ParseSink } from '../../model.ts'
import type { ParseTools } from '../../parse-tools.ts'
import { Columns } from '../../text/columns.ts'
import { detectEncoding } from '../../text/encoding.ts'
import { readLines } from '../../text/read-lines.ts'
import { withEncodingWarning } from '../../text/read-table.ts'
import { RejectError } from '../../warning.ts'
import type { ParsedFormat, SourceFile } from '../format.ts'
import { settlementLine } from '../settlement-line.ts'
import { checkSummary, tellMissingSummary } from './check-summary.ts'
import { readBill } from './read-bill.ts'

/** Names of now and of before 2018. */
const SETTLED = ['应结订单金额', '总金额', '订单金额']
const ORDERED = ['订单金额']
const REFUNDED = ['退款金额']
const ASKED = ['申请退款金额']
const COUPONS = ['充值券退款金额', '代金券或立减优惠退款金额', '企业红包退款金额']
const FEE = ['手续费']

/** Sums of the columns, for the totals at the end. */
const sums = () => ({ settled: ZERO, ordered: ZERO, refunded: ZERO, asked: ZERO, coupons: ZERO, fees: ZERO })

export function parseTradeBill({ bytes }: SourceFile, sink: ParseSink, tools: ParseTools): ParsedFormat {
  const lines = withEncodingWarning(readLines(bytes, detectEncoding(bytes, 'gb18030'), tools.limits), sink)
  const total = sums()
  let columns = new Columns([])
  let count = 0
  let summed = false
  let last: number | null = null
  readBill(
    lines,
    '总交易单数',
    {
      begin(names, line) {
        columns = names
        columns.require(line, '交易时间', '微信订单号', '商户订单号', '交易状态')
      },
      detail(record) {
        last = record.line
        count += 1
        const amount = (names: readonly string[]) => columns.amountOrZero(record, ...names)
        const state = columns.text(record, '交易状态') ?? ''
        const refund = state !== 'SUCCESS'
        if (!refund && columns.amount(record, ...SETTLED) === null) throw new RejectError('a sale has no amount', record.line)
        const fees = amount(FEE)
        const gross = refund ? negate(amount(REFUNDED)) : amount(SETTLED)
        addAll(total, {
          settled: amount(SETTLED),
          ordered: amount(ORDERED),
          refunded: amount(REFUNDED),
          asked: amount(ASKED),
          coupons: amount(COUPONS),
          fees,
        })
        const happenedAt = columns.text(record, ...(refund ? ['退款成功时间', '交易时间'] : ['交易时间']))
        const store = columns.text(record, '特约商户号', '子商户号')
        const order = columns.text(record, '微信订单号')
        const refundId = columns.text(record, '微信退款单号')
        const currency = columns.text(record, '货币种类')
        if (currency === null && columns.has('货币种类')) throw new RejectError('a line names no currency', record.line)
        sink.line(
          settlementLine({
            at: { line: record.line, character: record.character },
            batch: columns.text(record, '交易时间')?.slice(0, 10) ?? null,
            merchant: columns.text(record, '商户号'),
            kind: kindOf(state),
            type: state,
            method: columns.text(record, '交易类型'),
            acquirerReference: refund ? notZero(refundId) : order,
            merchantReference: refund ? notZero(columns.text(record, '商户退款单号')) : columns.text(record, '商户订单号'),
            originalReference: refund ? order : null,
            store: notZero(store),
            terminal: columns.text(record, '设备号'),
            happenedAt,
            zone: 'Asia/Shanghai',
            gross,
            grossCurrency: currency ?? 'CNY',
            fees,
            net: subtract(gross, fees),
            currency: currency ?? 'CNY',
            text: columns.text(record, '商品名称') ?? '',
          }),
        )
      },
      summary(names, record) {
        summed = true
        const found = {
          总交易单数: count,
          应结订单总金额: total.settled,
          总交易额: total.settled,
          退款总金额: total.refunded,
          总退款金额: total.refunded,
          充值券退款总金额: total.coupons,
          总企业红包退款金额: total.coupons,
          总代金券或立减优惠退款金额: total.coupons,
          手续费总金额: total.fees,
          订单总金额: total.ordered,
          申请退款总金额: total.asked,
        }
        checkSummary(names, record, found, sink)
      },
    },
    tools,
  )
  if (columns.count === 0) throw new RejectError('it holds no names of columns')
  if (!summed) tellMissingSummary(last, sink)
  return { format: 'wechat-trade-bill', version: null }
}

type Sums = Record<keyof ReturnType<typeof sums>, Decimal>

function addAll(total: Sums, row: Sums): void {
  for (const name of Object.keys(row) as (keyof Sums)[]) total[name] = add(total[name], row[name])
}

/** REVOKED is an order taken back before its day ended: money goes the same way as with a refund. */
function kindOf(state: string): LineKind {
  return state === 'SUCCESS' ? 'sale' : state === 'REFUND' || state === 'REVOKED' ? 'refund' : 'other'
}

/** WeChat writes 0 where there is no number. */
function notZero(text: string | null): string | null {
  return text === '0' ? null : text
}
