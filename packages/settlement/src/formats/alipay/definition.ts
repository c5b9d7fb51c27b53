import type { FileFormat } from '../format.ts'
import { parseMovements } from './parse-movements.ts'
import { parseTrade } from './parse-trade.ts'

export const alipayTrade: FileFormat = {
  id: 'alipay-trade',
  title: 'Alipay trade bill (业务明细)',
  detect: ({ head }) => head.includes('支付宝交易号') && head.includes('商家实收'),
  parse: parseTrade,
}

export const alipayMovements: FileFormat = {
  id: 'alipay-signcustomer',
  title: 'Alipay account bill (账务明细)',
  detect: ({ head }) => head.includes('账务流水号') && head.includes('收入金额'),
  parse: parseMovements,
}
