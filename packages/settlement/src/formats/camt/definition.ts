import type { FileFormat } from '../format.ts'
import { parseCamt } from './parse.ts'

/** Also XML that is no camt: whoever gave it is told what is wrong with it. */
export const camt: FileFormat = {
  id: 'camt',
  title: 'ISO 20022 camt.052, camt.053, camt.054',
  detect: ({ head }) => /^\s*<(\?xml|!DOCTYPE|!--|[A-Za-z_])/.test(head),
  parse: parseCamt,
}
