import type { FileFormat } from '../format.ts'
import { parseFundFlow } from './parse-fund-flow.ts'
import { parseTradeBill } from './parse-trade-bill.ts'

/** The names of the columns stand in the first line. */
const firstLine = (head: string) => head.split(/\r?\n/, 1)[0] ?? ''

export const wechatTradeBill: FileFormat = {
  id: 'wechat-trade-bill',
  title: 'WeChat Pay trade bill (交易账单)',
  detect: ({ head }) => firstLine(head).includes('微信订单号') && firstLine(head).includes('交易状态'),
  parse: parseTradeBill,
}

export const wechatFundFlow: FileFormat = {
  id: 'wechat-fundflow-bill',
  title: 'WeChat Pay fund-flow bill (资金账单)',
  detect: ({ head }) => firstLine(head).includes('资金流水单号') && firstLine(head).includes('收支类型'),
  parse: parseFundFlow,
}
