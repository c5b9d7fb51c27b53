import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { readTogether } from '../../read-rows.ts'
import type { ListedFile } from '../files/file-row.ts'
import { type FileLine, type ListFileLinesInput, listFileLines } from '../files/list-file-lines.ts'
import { type ListFilesInput, listFiles } from '../files/list-files.ts'
import { day, decimal, defineTable, instant, money, paged } from './table.ts'

const PAGE = 200
const LARGE_PAGE = 2_000

export const filesTable = defineTable<ListedFile, Pick<ListFilesInput, 'state'>>({
  name: { en: 'Files', zh: '文件' },
  columns: [
    { en: 'File', zh: '文件编号', read: (row) => row.id },
    { en: 'Name', zh: '文件名', read: (row) => row.name },
    { en: 'State', zh: '状态', read: (row) => row.state },
    { en: 'Reason', zh: '原因', read: (row) => row.reason },
    { en: 'Format', zh: '格式', read: (row) => row.format },
    { en: 'Version', zh: '版本', read: (row) => row.version },
    { en: 'First day', zh: '首日', read: (row) => day(row.firstDay) },
    { en: 'Last day', zh: '末日', read: (row) => day(row.lastDay) },
    { en: 'Rows', zh: '行数', read: (row) => row.rows },
    { en: 'Bytes', zh: '字节', read: (row) => Number(row.size) },
    { en: 'Came (UTC)', zh: '收到（UTC）', read: (row) => instant(row.receivedAtMs) },
    { en: 'Way', zh: '途径', read: (row) => row.via },
    { en: 'Brought by', zh: '提交者', read: (row) => row.receivedBy },
  ],
  pages: (ctx, { state }) =>
    paged<ListedFile, number>(async (cursor) => {
      const { files, more } = await listFiles(ctx, { state, cursor, limit: PAGE })
      return { rows: files, next: more ? (files.at(-1)?.id ?? null) : null }
    }),
})

export const fileLinesTable = defineTable<FileLine, Pick<ListFileLinesInput, 'id'>>({
  name: { en: 'Lines', zh: '明细' },
  columns: [
    { en: 'No.', zh: '序号', read: (row) => row.position },
    { en: 'Line of the file', zh: '文件行号', read: (row) => row.line },
    { en: 'Offset', zh: '偏移', read: (row) => Number(row.offset) },
    { en: 'Kind', zh: '类型', read: (row) => row.kind },
    { en: 'Day', zh: '日期', read: (row) => day(row.day) },
    { en: 'Made (UTC)', zh: '时间（UTC）', read: (row) => instant(row.happenedAtMs) },
    { en: 'Currency', zh: '币种', read: (row) => row.currency },
    { en: 'Gross', zh: '总额', read: (row) => decimal(row.gross, row.currency) },
    { en: 'Fees', zh: '费用', read: (row) => decimal(row.fees, row.currency) },
    { en: 'Net', zh: '净额', read: (row) => decimal(row.net, row.currency) },
    { en: 'Payout', zh: '付款', read: (row) => row.payout?.batch ?? null },
    { en: 'Reference', zh: '参考号', read: (row) => row.reference },
    { en: 'Our reference', zh: '我方参考号', read: (row) => row.merchantReference },
    { en: 'Card', zh: '卡号', read: (row) => row.card },
    { en: 'Store', zh: '门店', read: (row) => row.store },
    { en: 'Terminal', zh: '终端', read: (row) => row.terminal },
    { en: 'Text', zh: '摘要', read: (row) => row.text },
  ],
  pages: (ctx, { id }) =>
    paged<FileLine, number>(async (cursor) => {
      const { lines, more } = await listFileLines(ctx, { id, cursor, limit: PAGE })
      return { rows: lines, next: more ? (lines.at(-1)?.position ?? null) : null }
    }),
})

/** Days a payout or an entry is about. */
export const DaysInput = z.strictObject({ from: z.iso.date().nullish(), to: z.iso.date().nullish() })
type Days = z.infer<typeof DaysInput>

interface PayoutRow {
  readonly id: string
  readonly acquirer: string
  readonly merchantAccount: string
  readonly account: string | null
  readonly batch: string
  readonly currency: string
  readonly amountMinor: number
  readonly gross: string
  readonly fees: string
  readonly net: string
  readonly lines: number
  readonly announcedOn: string
  readonly dueOn: string
  readonly open: boolean
  readonly file: string
}

export const payoutsTable = defineTable<PayoutRow, Days>({
  name: { en: 'Payouts', zh: '付款' },
  columns: [
    { en: 'Payout', zh: '付款', read: (row) => Number(row.id) },
    { en: 'Acquirer', zh: '收单机构', read: (row) => row.acquirer },
    { en: 'Merchant account', zh: '商户号', read: (row) => row.merchantAccount },
    { en: 'Bank account', zh: '银行账户', read: (row) => row.account },
    { en: 'Batch', zh: '批次', read: (row) => row.batch },
    { en: 'Currency', zh: '币种', read: (row) => row.currency },
    { en: 'Amount', zh: '金额', read: (row) => money(row.amountMinor, row.currency) },
    { en: 'Gross', zh: '总额', read: (row) => decimal(row.gross, row.currency) },
    { en: 'Fees', zh: '费用', read: (row) => decimal(row.fees, row.currency) },
    { en: 'Net', zh: '净额', read: (row) => decimal(row.net, row.currency) },
    { en: 'Lines', zh: '行数', read: (row) => row.lines },
    { en: 'Announced', zh: '通知', read: (row) => day(row.announcedOn) },
    { en: 'Due', zh: '到期', read: (row) => day(row.dueOn) },
    { en: 'Open', zh: '未匹配', read: (row) => (row.open ? 'yes' : 'no') },
    { en: 'File', zh: '文件', read: (row) => row.file },
  ],
  pages: (ctx, days) =>
    wholeChainPages<PayoutRow>(
      ctx,
      `select p.id::text as id, p.acquirer, p.merchant_account as "merchantAccount", b.name as account, p.batch,
         p.currency::text as currency, p.amount_minor::float8 as "amountMinor", p.gross::text as gross, p.fees::text as fees,
         p.net::text as net, p.line_count as lines, p.announced_on::text as "announcedOn", p.due_on::text as "dueOn", p.open, f.name as file
       from payout p join funds_file f on f.id = p.file_id left join bank_account b on b.id = p.bank_account_id
       where f.state = 'imported' and ($3::date is null or p.due_on >= $3) and ($4::date is null or p.due_on <= $4)
         and p.id > $1::int8 order by p.id limit $2`,
      days,
      (last) => [last.id],
      ['0'],
    ),
})

interface BankLineRow {
  readonly fileId: string
  readonly position: number
  readonly line: number
  readonly account: string
  readonly currency: string
  readonly amount: string
  readonly bookedOn: string
  readonly valueOn: string | null
  readonly booked: boolean
  readonly counterparty: string | null
  readonly reference: string | null
  readonly text: string
  readonly open: boolean
  readonly file: string
}

export const bankLinesTable = defineTable<BankLineRow, Days>({
  name: { en: 'Bank lines', zh: '银行明细' },
  columns: [
    { en: 'Account', zh: '账户', read: (row) => row.account },
    { en: 'Booked', zh: '记账日', read: (row) => day(row.bookedOn) },
    { en: 'Value', zh: '起息日', read: (row) => day(row.valueOn) },
    { en: 'Currency', zh: '币种', read: (row) => row.currency },
    { en: 'Amount', zh: '金额', read: (row) => decimal(row.amount, row.currency) },
    { en: 'Counterparty', zh: '对方', read: (row) => row.counterparty },
    { en: 'Text', zh: '摘要', read: (row) => row.text },
    { en: 'Reference', zh: '参考号', read: (row) => row.reference },
    { en: 'Is booked', zh: '已记账', read: (row) => (row.booked ? 'yes' : 'no') },
    { en: 'Open', zh: '未匹配', read: (row) => (row.open ? 'yes' : 'no') },
    { en: 'File', zh: '文件', read: (row) => row.file },
    { en: 'Line of the file', zh: '文件行号', read: (row) => row.line },
  ],
  pages: (ctx, days) =>
    wholeChainPages<BankLineRow>(
      ctx,
      `select l.file_id::text as "fileId", l.position, l.line, b.name as account, l.currency::text as currency, l.amount::text as amount,
         l.booked_on::text as "bookedOn", l.value_on::text as "valueOn", l.booked, l.counterparty, l.bank_reference as reference,
         l.text, l.open, f.name as file
       from bank_line l join funds_file f on f.id = l.file_id join bank_account b on b.id = l.bank_account_id
       where f.state = 'imported' and ($3::date is null or l.booked_on >= $3) and ($4::date is null or l.booked_on <= $4)
         and (l.file_id, l.position) > ($1::int8, $5::int4) order by l.file_id, l.position limit $2`,
      days,
      (last) => [last.fileId, last.position],
      ['0', 0],
    ),
})

/** Of what belongs to no store. `$1` and, where it has a second part, `$5` are where the last page ended. */
async function* wholeChainPages<Row>(
  ctx: ServiceContext,
  sql: string,
  { from, to }: Days,
  endOf: (last: Row) => readonly unknown[],
  start: readonly unknown[],
): AsyncGenerator<readonly Row[]> {
  requireWholeChain(ctx)
  for (let end = start; ; ) {
    const [first, ...rest] = end
    const rows: Row[] = await readTogether(ctx, (ask) => ask<Row>(sql, first, LARGE_PAGE, from ?? null, to ?? null, ...rest))
    yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < LARGE_PAGE) return
    end = endOf(last)
  }
}
