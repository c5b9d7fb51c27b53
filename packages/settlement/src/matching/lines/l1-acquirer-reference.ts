import type { Rule } from '../rule.ts'
import { contradicts, referencesContradict } from './contradiction.ts'
import type { LinePool } from './line-pool.ts'
import { pairByReference, type ReferenceRung } from './pair-by-reference.ts'

export const L1: Rule = { id: 'L1', version: 1, confidence: 'certain' }

/** The acquirer's own reference for the transaction: PSP reference, queryId, 微信订单号. */
export const acquirerReference: ReferenceRung = {
  rule: L1,
  paymentKey: (payment) => payment.acquirerReference,
  lineKey: (line) => line.acquirerReference,
  contradicts: referencesContradict,
}

/** The retrieval reference number is short and comes again, so it counts with its terminal and sales day only. */
export const retrievalReference: ReferenceRung = {
  rule: L1,
  paymentKey: ({ retrievalReference: reference, terminal, salesDay }) =>
    reference === null || terminal === null ? null : `${reference} ${salesDay} ${terminal}`,
  lineKey: ({ retrievalReference: reference, terminal, salesDay }) =>
    reference === null || terminal === null || salesDay === null ? null : `${reference} ${salesDay} ${terminal}`,
  contradicts,
}

export function matchByAcquirerReference(pool: LinePool): void {
  pairByReference(pool, acquirerReference)
  pairByReference(pool, retrievalReference)
}
