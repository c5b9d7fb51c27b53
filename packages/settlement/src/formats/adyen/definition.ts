import type { FileFormat } from '../format.ts'
import { parseAdyen } from './parse.ts'

export const adyen: FileFormat = {
  id: 'adyen-settlement-details',
  title: 'Adyen settlement details',
  detect: ({ head }) => head.includes('Psp Reference') && head.includes('Net Debit (NC)') && head.includes('Batch Number'),
  parse: parseAdyen,
}
