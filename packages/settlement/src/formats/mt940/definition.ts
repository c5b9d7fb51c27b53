import type { FileFormat } from '../format.ts'
import { parseMt940 } from './parse.ts'

export const mt940: FileFormat = {
  id: 'mt940',
  title: 'SWIFT MT940 and MT942',
  detect: ({ head }) =>
    /(?:^|[\r\n}{:])\s*:?(?:\{4:\s*)?:(?:20|25P?|28C?|60[FM]|940):/.test(head) &&
    /(?:^|[\r\n])[^\S\r\n]*(?:\{4:)?:(?:25P?|60[FM]|61|62[FM]|34F):/.test(head),
  parse: parseMt940,
}
