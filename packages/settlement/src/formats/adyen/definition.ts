import type { FileFormat } from '../format.ts'
import { parseAdyen } from './parse.ts'

export const adyen: FileFormat = {
  id: 'adyen-settlement-details',
  title: 'Adyen settlement details',
  detect: ({ head }) => /psp reference/i.test(head) && /net debit \(nc\)/i.test(head) && /batch number/i.test(head),
  parse: parseAdyen,
}
