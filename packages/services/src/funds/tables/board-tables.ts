import type { ListedException } from '../board/exception-row.ts'
import { type ArrivalForecastInput, type ForecastDay, getArrivalForecast } from '../board/get-arrival-forecast.ts'
import { type FileCalendar, type FileCalendarInput, getFileCalendar } from '../board/get-file-calendar.ts'
import { type FundsBoardInput, getFundsBoard, type OwedCell } from '../board/get-funds-board.ts'
import { type ListExceptionsInput, listExceptions } from '../board/list-exceptions.ts'
import {
  type FundsPaymentPage,
  type FundsPaymentRow,
  type FundsPaymentsInput,
  listFundsPayments,
} from '../board/list-funds-payments.ts'
import { listOwingStores, type OwingStore, type OwingStoresInput } from '../board/list-owing-stores.ts'
import { day, defineTable, instant, money, once, paged } from './table.ts'

const PAGE = 1_000

export const paymentsTable = defineTable<FundsPaymentRow, Pick<FundsPaymentsInput, 'filter'>>({
  name: { en: 'Payments', zh: '交易' },
  columns: [
    { en: 'Payment', zh: '交易', read: (row) => row.paymentId },
    { en: 'Store', zh: '门店编号', read: (row) => row.storeCode },
    { en: 'Store name', zh: '门店', read: (row) => row.storeName },
    { en: 'Made (UTC)', zh: '交易时间（UTC）', read: (row) => instant(row.openedAtMs) },
    { en: 'Kind', zh: '类型', read: (row) => row.kind },
    { en: 'Currency', zh: '币种', read: (row) => row.currency },
    { en: 'Amount', zh: '金额', read: (row) => money(row.amountMinor, row.currency) },
    { en: 'Net expected', zh: '预期净额', read: (row) => money(row.netMinor, row.currency) },
    { en: 'Acquirer', zh: '收单机构', read: (row) => row.acquirer },
    { en: 'Due', zh: '到期', read: (row) => day(row.dueOn) },
    { en: 'Arrived', zh: '到账', read: (row) => day(row.arrivedOn) },
    { en: 'Position', zh: '进度', read: (row) => row.position },
    { en: 'Health', zh: '状况', read: (row) => row.health },
  ],
  pages: (ctx, { filter }) =>
    paged<FundsPaymentRow, NonNullable<FundsPaymentPage['next']>>((cursor) =>
      listFundsPayments(ctx, { filter, cursor, limit: PAGE }),
    ),
})

export const exceptionsTable = defineTable<ListedException, Pick<ListExceptionsInput, 'view' | 'code' | 'acquirer'>>({
  name: { en: 'Exceptions', zh: '异常' },
  columns: [
    { en: 'Code', zh: '代码', read: (row) => row.code },
    { en: 'Severity', zh: '严重程度', read: (row) => row.severity },
    { en: 'State', zh: '状态', read: (row) => row.state },
    { en: 'Acquirer', zh: '收单机构', read: (row) => row.acquirer },
    { en: 'Account', zh: '账户', read: (row) => row.account },
    { en: 'Store', zh: '门店编号', read: (row) => row.storeCode },
    { en: 'Store name', zh: '门店', read: (row) => row.storeName },
    { en: 'Day', zh: '日期', read: (row) => day(row.day) },
    { en: 'Currency', zh: '币种', read: (row) => row.currency },
    { en: 'Amount', zh: '金额', read: (row) => money(row.amountMinor, row.currency) },
    { en: 'Rows', zh: '行数', read: (row) => row.rows },
    { en: 'Opened (UTC)', zh: '产生时间（UTC）', read: (row) => instant(row.openedAtMs) },
    { en: 'Closed (UTC)', zh: '关闭时间（UTC）', read: (row) => instant(row.closedAtMs) },
    { en: 'With', zh: '负责人', read: (row) => row.assignee?.name ?? null },
    { en: 'Key', zh: '标识', read: (row) => row.key },
  ],
  pages: (ctx, query) =>
    paged<ListedException, number>(async (offset) => {
      const { exceptions, more } = await listExceptions(ctx, { ...query, offset: offset ?? 0, limit: PAGE })
      const next = (offset ?? 0) + PAGE
      // An offset beyond this is none the verb takes.
      return { rows: exceptions, next: more && next <= 1_000_000 ? next : null }
    }),
})

export const owedTable = defineTable<OwedCell, FundsBoardInput>({
  name: { en: 'Owed', zh: '应收' },
  columns: [
    { en: 'Acquirer', zh: '收单机构', read: (row) => row.acquirer },
    { en: 'Currency', zh: '币种', read: (row) => row.currency },
    { en: 'Age', zh: '账龄', read: (row) => row.band },
    { en: 'Owed', zh: '应收', read: (row) => money(row.owedMinor, row.currency) },
    { en: 'Payments', zh: '笔数', read: (row) => row.payments },
    { en: 'Stores', zh: '门店数', read: (row) => row.stores },
    { en: 'Late', zh: '逾期', read: (row) => row.late },
    { en: 'Missing', zh: '未到', read: (row) => row.missing },
  ],
  pages: (ctx, query) => once(getFundsBoard(ctx, query).then(({ owed }) => owed)),
})

export const owingStoresTable = defineTable<OwingStore, Pick<OwingStoresInput, 'scope' | 'acquirer' | 'currency'>>({
  name: { en: 'Stores that wait', zh: '待收款门店' },
  columns: [
    { en: 'Store', zh: '门店编号', read: (row) => row.code },
    { en: 'Store name', zh: '门店', read: (row) => row.name },
    { en: 'Currency', zh: '币种', read: (row) => row.currency },
    { en: 'Owed', zh: '应收', read: (row) => money(row.owedMinor, row.currency) },
    { en: 'Overdue', zh: '逾期', read: (row) => money(row.overdueMinor, row.currency) },
    { en: 'Payments', zh: '笔数', read: (row) => row.payments },
    { en: 'Days since due', zh: '到期天数', read: (row) => row.oldestDays },
  ],
  pages: (ctx, query) => once(listOwingStores(ctx, { ...query, limit: 2_000 })),
})

export const forecastTable = defineTable<ForecastDay, ArrivalForecastInput>({
  name: { en: 'Forecast', zh: '到账预测' },
  columns: [
    { en: 'Day', zh: '日期', read: (row) => day(row.day) },
    { en: 'Currency', zh: '币种', read: (row) => row.currency },
    { en: 'Expected', zh: '预期', read: (row) => money(row.expectedMinor, row.currency) },
    { en: 'Of it overdue', zh: '其中逾期', read: (row) => money(row.overdueMinor, row.currency) },
    { en: 'Arrived', zh: '已到账', read: (row) => money(row.arrivedMinor, row.currency) },
  ],
  pages: (ctx, query) => once(getArrivalForecast(ctx, query).then(({ days }) => days)),
})

type FileDay = Pick<FileCalendar['sources'][number], 'name' | 'kind' | 'timeZone'> &
  FileCalendar['sources'][number]['days'][number]

export const calendarTable = defineTable<FileDay, FileCalendarInput>({
  name: { en: 'Expected files', zh: '预期文件' },
  columns: [
    { en: 'Expected file', zh: '预期文件', read: (row) => row.name },
    { en: 'From', zh: '来源', read: (row) => row.kind },
    { en: 'Day', zh: '日期', read: (row) => day(row.day) },
    { en: 'State', zh: '状态', read: (row) => row.state },
    { en: 'File', zh: '文件编号', read: (row) => (row.fileId === null ? null : Number(row.fileId)) },
    { en: 'Zone', zh: '时区', read: (row) => row.timeZone },
  ],
  pages: (ctx, query) =>
    once(
      getFileCalendar(ctx, query).then(({ sources }) =>
        sources.flatMap(({ name, kind, timeZone, days }) => days.map((each) => ({ name, kind, timeZone, ...each }))),
      ),
    ),
})
