import type { FileFormat } from '../format.ts'
import { parseBai2 } from './parse.ts'

export const bai2: FileFormat = {
  id: 'bai2',
  title: 'BAI2',
  detect: ({ head }) => /^\s*01,[^,\r\n]*,[^,\r\n]*,\d{6},/.test(head) && /(?:^|\/)\s*02,/m.test(head),
  parse: parseBai2,
}
