import type { FileFormat } from '../format.ts'
import { parsePaypal } from './parse.ts'

export const paypal: FileFormat = {
  id: 'paypal-stl',
  title: 'PayPal settlement report (STL)',
  detect: ({ head }) => /^"?(RH|FH|SH)"?,/.test(head) && /^"?CH"?,/m.test(head),
  parse: parsePaypal,
}
