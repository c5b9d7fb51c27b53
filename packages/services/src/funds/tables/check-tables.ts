import { type CheckedFees, type CheckFeesInput, checkFees } from '../board/check-fees.ts'
import { listSilentTerminals, type SilentTerminal, type SilentTerminalsInput } from '../board/list-silent-terminals.ts'
import { day, decimal, defineTable, money, once } from './table.ts'

export const feesTable = defineTable<CheckedFees, CheckFeesInput>({
  name: { en: 'Fees', zh: '手续费' },
  columns: [
    { en: 'Acquirer', zh: '收单机构', read: (row) => row.acquirer },
    { en: 'Contract', zh: '合同', read: (row) => row.contract },
    { en: 'Scheme', zh: '卡组织', read: (row) => row.scheme },
    { en: 'Funding', zh: '卡类', read: (row) => row.funding },
    { en: 'Wallet', zh: '钱包', read: (row) => row.wallet },
    { en: 'Sales', zh: '笔数', read: (row) => row.lines },
    { en: 'Of them deviating', zh: '其中不符', read: (row) => row.deviating },
    { en: 'Currency', zh: '币种', read: (row) => row.currency },
    { en: 'Gross', zh: '总额', read: (row) => money(row.grossMinor, row.currency) },
    { en: 'Agreed', zh: '约定', read: (row) => decimal(row.agreed, row.currency) },
    { en: 'Charged', zh: '实收', read: (row) => decimal(row.charged, row.currency) },
    { en: 'Lost', zh: '多收', read: (row) => decimal(row.lost, row.currency) },
    { en: 'Agreed %', zh: '约定费率 %', read: (row) => row.agreedPercent },
    { en: 'Charged %', zh: '实收费率 %', read: (row) => row.chargedPercent },
    { en: 'Cause', zh: '原因', read: (row) => row.cause },
  ],
  pages: (ctx, query) => once(checkFees(ctx, query).then(({ fees }) => fees)),
})

export const silentTerminalsTable = defineTable<SilentTerminal, Pick<SilentTerminalsInput, 'scope'>>({
  name: { en: 'Terminals in no batch', zh: '未进批次的终端' },
  columns: [
    { en: 'Terminal', zh: '终端', read: (row) => row.terminal },
    { en: 'Terminal number (TID)', zh: '终端号 (TID)', read: (row) => row.tid },
    { en: 'Store', zh: '门店编号', read: (row) => row.storeCode },
    { en: 'Store name', zh: '门店', read: (row) => row.storeName },
    { en: 'Why', zh: '原因', read: (row) => row.why },
    { en: 'Since', zh: '自', read: (row) => day(row.sinceDay) },
    { en: 'Payments', zh: '笔数', read: (row) => row.payments },
    { en: 'Currency', zh: '币种', read: (row) => row.currency },
    { en: 'Amount', zh: '金额', read: (row) => money(row.amountMinor, row.currency) },
    { en: 'Late after', zh: '逾期日', read: (row) => day(row.lateAfter) },
  ],
  pages: (ctx, query) => once(listSilentTerminals(ctx, { ...query, limit: 500 })),
})
