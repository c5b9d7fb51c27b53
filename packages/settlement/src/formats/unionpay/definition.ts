import type { FileFormat } from '../format.ts'
import { parseUnionpay } from './parse.ts'

export const unionpay: FileFormat = {
  id: 'unionpay-zm',
  title: 'UnionPay ZM and ZME (商户对账文件)',
  detect: ({ head }) => /^[A-Z]\d\d [0-9 ]{11} [0-9 ]{11} \d{6} \d{10} /.test(head),
  parse: parseUnionpay,
}
