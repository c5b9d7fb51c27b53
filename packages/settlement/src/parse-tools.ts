import type { Limits } from './limits.ts'
import { LIMITS } from './limits.ts'

/** What parsing needs from outside: the one table of currencies and the one card scanner of the product live elsewhere. */
export interface ParseTools {
  /** Digits after the point of a currency; undefined for a code that is none. Files in minor units cannot be read without. */
  minorUnitExponent(currency: string): number | undefined
  /** The text with every card number in it truncated; the same string where there is none. */
  cutCardNumbers(text: string): string
  readonly limits: Limits
}

export function parseTools(tools: Partial<ParseTools> & Pick<ParseTools, 'minorUnitExponent' | 'cutCardNumbers'>): ParseTools {
  return { limits: LIMITS, ...tools }
}
