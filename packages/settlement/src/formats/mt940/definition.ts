import type { FileFormat } from '../format.ts'
import { parseMt940 } from './parse.ts'

/** A field at the start of a line, or behind an envelope on the same line. */
const HEADER = /(?:^|[\r\n}:])[ \t]*:(?:20|25P?|28C?):/
const MONEY = /(?:^|[\r\n}:])[ \t]*:(?:25P?|60[FM]|61|62[FM]|34F):/

export const mt940: FileFormat = {
  id: 'mt940',
  title: 'SWIFT MT940 and MT942',
  detect: ({ head }) => HEADER.test(head) && MONEY.test(head),
  parse: parseMt940,
}
