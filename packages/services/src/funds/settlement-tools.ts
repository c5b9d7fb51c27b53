import { cutCardNumbers } from '@counterfoil/protocol/card-numbers'
import { minorUnitExponent } from '@counterfoil/protocol/currency-exponents'
import { type ParseTools, parseTools } from '@counterfoil/settlement'

/** The product's one table of currencies and its one card scanner, handed to parsers that know neither. */
export const settlementTools: ParseTools = parseTools({
  minorUnitExponent: (currency) => (/^[A-Z]{3}$/.test(currency) ? minorUnitExponent(currency) : undefined),
  cutCardNumbers,
})
