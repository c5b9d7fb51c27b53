import type { FileFormat } from '../format.ts'
import { parseBai2 } from './parse.ts'

export const bai2: FileFormat = {
  id: 'bai2',
  title: 'BAI2',
  detect: ({ head }) => /^[ \t]*01,[^,\r\n]*,[^,\r\n]*,\d{6},/.test(head) && /(?:[\r\n]|\/[ \t]+)02,/.test(head),
  parse: parseBai2,
}
