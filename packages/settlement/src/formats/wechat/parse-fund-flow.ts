import { add, negate, ZERO } from '../../decimal.ts'
import type { LineKind, ParseSink } from '../../model.ts'
import type { ParseTools } from '../../parse-tools.ts'
import { Columns } from '../../text/columns.ts'
import { detectEncoding } from '../../text/encoding.ts'
import { readLines } from '../../text/read-lines.ts'
import { withEncodingWarning } from '../../text/read-table.ts'
import { RunningBalance } from '../../text/running-balance.ts'
import { quote, RejectError } from '../../warning.ts'
import type { ParsedFormat, SourceFile } from '../format.ts'
import { settlementLine } from '../settlement-line.ts'
import { checkSummary, tellMissingSummary } from './check-summary.ts'
import { readBill } from './read-bill.ts'

const AMOUNT = '收支金额(元)'
const BALANCE = '账户结余(元)'

/** By 业务类型; what is not known keeps its amount and its name. */
const KINDS: Readonly<Record<string, LineKind>> = {
  交易: 'sale',
  退款: 'refund',
  扣除交易手续费: 'fee',
  交易手续费: 'fee',
  手续费: 'fee',
  提现: 'payout',
  自动提现: 'payout',
  提现退回: 'payout-returned',
  充值: 'transfer',
  转账: 'transfer',
  分账: 'transfer',
  冻结: 'reserve',
  解冻: 'reserve',
}

/** 资金账单: every movement of the merchant's account, with its balance after each. */
export function parseFundFlow({ bytes }: SourceFile, sink: ParseSink, tools: ParseTools): ParsedFormat {
  const lines = withEncodingWarning(readLines(bytes, detectEncoding(bytes, 'gb18030'), tools.limits), sink)
  const balances = new RunningBalance()
  const counts = { income: 0, expense: 0 }
  const sums = { income: ZERO, expense: ZERO }
  let columns = new Columns([])
  let summed = false
  let last: number | null = null
  readBill(
    lines,
    '资金流水总笔数',
    {
      begin(names, line) {
        columns = names
        columns.require(line, '记账时间', '资金流水单号', '收支类型', AMOUNT)
      },
      detail(record) {
        last = record.line
        const at = { line: record.line, character: record.character }
        const direction = columns.text(record, '收支类型') ?? ''
        if (direction !== '收入' && direction !== '支出')
          throw new RejectError(`${quote(direction)} is neither income nor expense`, record.line)
        const amount = columns.amountOrZero(record, AMOUNT)
        const side = direction === '收入' ? 'income' : 'expense'
        counts[side] += 1
        sums[side] = add(sums[side], amount)
        const movement = side === 'income' ? amount : negate(amount)
        const balanceAfter = columns.amount(record, BALANCE)
        if (balanceAfter !== null) balances.add(at, movement, balanceAfter)
        const type = columns.text(record, '业务类型', '业务名称') ?? ''
        const kind = KINDS[type] ?? 'other'
        sink.line(
          settlementLine({
            at,
            batch: columns.text(record, '记账时间')?.slice(0, 10) ?? null,
            kind,
            type,
            acquirerReference: columns.text(record, '微信支付业务单号'),
            merchantReference: columns.text(record, '业务凭证号'),
            payoutReference: kind === 'payout' ? columns.text(record, '资金流水单号') : null,
            happenedAt: columns.text(record, '记账时间'),
            zone: 'Asia/Shanghai',
            gross: kind === 'sale' || kind === 'refund' ? movement : null,
            grossCurrency: 'CNY',
            fees: kind === 'fee' ? negate(movement) : ZERO,
            net: movement,
            currency: 'CNY',
            balanceAfter,
            text: columns.text(record, '备注') ?? '',
          }),
        )
      },
      summary(names, record) {
        summed = true
        const found = {
          资金流水总笔数: counts.income + counts.expense,
          收入笔数: counts.income,
          收入金额: sums.income,
          支出笔数: counts.expense,
          支出金额: sums.expense,
        }
        checkSummary(names, record, found, sink)
      },
    },
    tools,
  )
  balances.check(sink)
  if (!summed) tellMissingSummary(last, sink)
  return { format: 'wechat-fundflow-bill', version: null }
}
