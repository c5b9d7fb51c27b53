import type { MatchLine, MatchPayment } from './line-item.ts'

const differ = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b

/**
 * What both sides tell and tell differently proves that they are two transactions, however well the rest fits: the line of a
 * payment nobody recorded must not settle its neighbour.
 */
export const contradicts = (payment: MatchPayment, line: MatchLine): boolean =>
  differ(payment.acquirerReference, line.acquirerReference) ||
  differ(payment.ourReference, line.merchantReference) ||
  differ(payment.retrievalReference, line.retrievalReference) ||
  differ(payment.authorisationCode, line.authorisationCode) ||
  differ(payment.terminal, line.terminal) ||
  differ(payment.last4, line.last4)

/** For a rung whose key is a reference: terminals and card texts are written differently often enough to say nothing here. */
export const referencesContradict = (payment: MatchPayment, line: MatchLine): boolean =>
  differ(payment.acquirerReference, line.acquirerReference) || differ(payment.retrievalReference, line.retrievalReference)
