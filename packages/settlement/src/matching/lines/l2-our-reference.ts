import type { Rule } from '../rule.ts'
import { referencesContradict } from './contradiction.ts'
import type { LinePool } from './line-pool.ts'
import { pairByReference, type ReferenceRung } from './pair-by-reference.ts'

export const L2: Rule = { id: 'L2', version: 1, confidence: 'certain' }

/** The reference we gave to the acquirer: merchant reference, out_trade_no. */
export const ourReference: ReferenceRung = {
  rule: L2,
  paymentKey: (payment) => payment.ourReference,
  lineKey: (line) => line.merchantReference,
  contradicts: referencesContradict,
}

export const matchByOurReference = (pool: LinePool): void => pairByReference(pool, ourReference)
