import { add, type Decimal, negate, ZERO } from '../../decimal.ts'
import type { LineKind, ParseSink } from '../../model.ts'
import type { ParseTools } from '../../parse-tools.ts'
import { RunningBalance } from '../../text/running-balance.ts'
import type { ParsedFormat, SourceFile } from '../format.ts'
import { settlementLine } from '../settlement-line.ts'
import { readBill, SideTotals } from './read-bill.ts'

const INCOME = '收入金额(+元)'
const EXPENSE = '支出金额(-元)'
const NEEDED = ['账务流水号', '业务流水号', '发生时间', INCOME, EXPENSE]

/** 账务明细 (signcustomer): every movement of the account. Expenses stand below zero or without a sign. */
export function parseMovements({ bytes }: SourceFile, sink: ParseSink, tools: ParseTools): ParsedFormat {
  const income = new SideTotals()
  const expense = new SideTotals()
  const balances = new RunningBalance()
  readBill(
    bytes,
    NEEDED,
    {
      detail(record, { columns, account, day }) {
        const at = { line: record.line, character: record.character }
        const received = columns.amountOrZero(record, INCOME)
        const spent = belowZero(columns.amountOrZero(record, EXPENSE))
        if (received.units !== 0n) income.add(received)
        if (spent.units !== 0n) expense.add(spent)
        const movement = add(received, spent)
        const balanceAfter = columns.amount(record, '账户余额(元)')
        if (balanceAfter !== null) balances.add(at, movement, balanceAfter)
        const type = columns.text(record, '业务类型') ?? ''
        const kind = kindOf(type)
        const happenedAt = columns.text(record, '发生时间')
        sink.line(
          settlementLine({
            at,
            batch: day ?? happenedAt?.slice(0, 10) ?? null,
            merchant: account,
            kind,
            type,
            method: columns.text(record, '交易渠道'),
            acquirerReference: columns.text(record, '业务流水号', '账务流水号'),
            merchantReference: columns.text(record, '商户订单号', '业务订单号'),
            originalReference: columns.text(record, '业务基础订单号'),
            payoutReference: kind === 'payout' ? columns.text(record, '账务流水号') : null,
            happenedAt,
            zone: 'Asia/Shanghai',
            gross: kind === 'sale' || kind === 'refund' ? movement : null,
            grossCurrency: 'CNY',
            fees: kind === 'fee' ? negate(movement) : ZERO,
            net: movement,
            currency: 'CNY',
            balanceAfter,
            text: [columns.text(record, '商品名称'), columns.text(record, '备注')].filter(Boolean).join(' '),
          }),
        )
      },
      total(text, line) {
        if (text.includes('收入合计')) income.check('收入合计', text, line, sink)
        if (text.includes('支出合计')) expense.check('支出合计', text, line, sink)
      },
    },
    sink,
    tools,
  )
  balances.check(sink)
  return { format: 'alipay-signcustomer', version: null }
}

function belowZero(amount: Decimal): Decimal {
  return amount.units > 0n ? negate(amount) : amount
}

function kindOf(type: string): LineKind {
  if (type.includes('退款') || type.includes('退回')) return type.includes('手续费') || type.includes('收费') ? 'fee' : 'refund'
  if (type.includes('收费') || type.includes('手续费') || type.includes('服务费')) return 'fee'
  if (type.includes('提现')) return 'payout'
  if (type.includes('支付') || type.includes('收款') || type.includes('交易')) return 'sale'
  return type.includes('转账') || type.includes('充值') ? 'transfer' : 'other'
}
