import type { ExceptionCode } from '@counterfoil/settlement/funds'
import type { Words } from '../../evidence-package/section.ts'

/** What the letter says beside its figures. */
export const words = {
  title: { en: 'Claim', zh: '索赔函' },
  to: { en: 'To', zh: '致' },
  merchants: { en: 'Merchant accounts', zh: '商户号' },
  madeAt: { en: 'Made at', zh: '制作时间' },
  madeBy: { en: 'Made by', zh: '制作人' },
  items: { en: 'Items', zh: '项数' },
  ask: {
    en: 'The following does not agree with what we agreed on, or with what you told us. Please check each item and credit the difference, or tell us why it is right. A difference below zero is owed to us. Every item names the lines of your files and of the statements of our bank that show it, with the SHA-256 of each file.',
    zh: '以下各项与双方约定或贵方提供的数据不符。请逐项核对并补付差额，或说明其正确的理由。差额为负表示应付我方。每一项均列出贵方文件及我方银行对账单中的相应行，并附各文件的 SHA-256。',
  },
  cut: { en: 'There are more items than these; the largest are listed.', zh: '实际项目多于此处所列；仅列出金额最大的项目。' },
  totals: { en: 'Totals', zh: '合计' },
  currency: { en: 'Currency', zh: '币种' },
  list: { en: 'Items, the largest first', zh: '明细（金额从大到小）' },
  what: { en: 'What', zh: '事项' },
  reference: { en: 'Reference', zh: '参考号' },
  store: { en: 'Store', zh: '门店' },
  terminal: { en: 'Terminal', zh: '终端' },
  time: { en: 'Time', zh: '时间' },
  timeZone: { en: 'Time zone', zh: '时区' },
  expected: { en: 'Expected', zh: '应收' },
  received: { en: 'Received', zh: '实收' },
  difference: { en: 'Difference', zh: '差额' },
  evidence: { en: 'Evidence', zh: '证据' },
  noLine: { en: 'No line of any file that was received names it.', zh: '收到的文件中没有任何一行提及。' },
  page: { en: 'Page', zh: '页' },
} as const satisfies Readonly<Record<string, Words>>

/** Where in a file. */
export const lineWords = { en: (line: number) => `line ${line}`, zh: (line: number) => `第 ${line} 行` } as const

/** As the queue of exceptions calls them. */
export const codeWords: Readonly<Record<ExceptionCode, Words>> = {
  MISSING_IN_SETTLEMENT: { en: 'Not in your file', zh: '贵方文件中缺失' },
  FILE_MISSING: { en: 'File missing', zh: '文件缺失' },
  UNKNOWN_IN_STORE: { en: 'No such sale in the store', zh: '门店无此交易' },
  STATUS_CONFLICT: { en: 'Settled, but not approved', zh: '未批准却已结算' },
  SHORT_PAID: { en: 'Short paid', zh: '少付' },
  OVER_PAID: { en: 'Over paid', zh: '多付' },
  FEE_DEVIATES: { en: 'Fee differs from contract', zh: '手续费与合同不符' },
  CURRENCY_MISMATCH: { en: 'Other currency', zh: '币种不符' },
  DUPLICATE_SETTLEMENT: { en: 'Settled twice', zh: '重复结算' },
  DUPLICATE_FILE: { en: 'File came twice', zh: '文件重复' },
  DUPLICATE_BANK_LINE: { en: 'Bank line came twice', zh: '银行流水重复' },
  MISSING_IN_BANK: { en: 'Payout not at the bank', zh: '款项未到账' },
  LATE: { en: 'Came late', zh: '到账延迟' },
  UNEXPECTED_BANK_LINE: { en: 'Credit without a payout', zh: '无对应付款的入账' },
  BATCH_DOES_NOT_TIE: { en: 'Batch does not add up', zh: '批次金额不平' },
  RESERVE_OVERDUE: { en: 'Reserve not released', zh: '准备金未释放' },
  CHARGEBACK_NEW: { en: 'Chargeback', zh: '拒付' },
  PAYOUT_RETURNED: { en: 'Payout returned', zh: '付款退回' },
  CONTRACT_MISSING: { en: 'No contract tells when', zh: '没有合同可依' },
  AMBIGUOUS: { en: 'Which belongs to which', zh: '归属待定' },
  TOTAL_ONLY: { en: 'Only the total agrees', zh: '仅总额相符' },
}
