import type { Rule } from '../rule.ts'
import { contradicts } from './contradiction.ts'
import { lineAmount, type MatchLine, type MatchPayment } from './line-item.ts'
import { type LinePool, recordAmbiguity } from './line-pool.ts'
import { pairByReference } from './pair-by-reference.ts'

export const L7: Rule = { id: 'L7', version: 1, confidence: 'certain' }

/** A line about a sale that another line settles: it belongs to the sale and claims nothing of it. */
export interface ChildLink {
  readonly line: MatchLine
  readonly parent: MatchPayment
  readonly rule: Rule
}

/** Files that have no column for it write the sale's own reference on what follows from the sale. */
export const originalOf = (line: MatchLine): string | null =>
  line.originalReference ?? line.acquirerReference ?? line.merchantReference

/** Refunds the store recorded, by the sale they give back; one sale may be given back in parts, so the amount tells them apart. */
export const matchRefundsByOriginal = (pool: LinePool): void =>
  pairByReference(pool, {
    rule: L7,
    paymentKey: ({ kind, originalReference, amountMinor }) =>
      kind === 'refund' && originalReference !== null ? `${originalReference} ${amountMinor}` : null,
    lineKey: (line) => (line.kind === 'refund' && originalOf(line) !== null ? `${originalOf(line)} ${lineAmount(line)}` : null),
    // The references on such a line may be the sale's, so they cannot contradict the refund's.
    contradicts: (payment, line) =>
      contradicts(
        { ...payment, acquirerReference: null, ourReference: null, retrievalReference: null },
        { ...line, last4: null },
      ),
  })

/** Lines that refunds of the store still wait for, though nobody can say which has which: none of them is one nobody made. */
function findDisputed({ payments, paymentTaken, ambiguities }: LinePool): Set<string> {
  const asked = ambiguities.filter(({ rule }) => rule.id === L7.id)
  if (asked.length === 0) return new Set()
  const open = new Set(payments.flatMap(({ id }, at) => (paymentTaken[at] === 0 ? [id] : [])))
  return new Set(asked.filter((one) => one.payments.some((id) => open.has(id))).flatMap(({ lines }) => lines))
}

const SEVERAL = Symbol('several')

/** Refunds nobody in the store made, which are asked about all the same, chargebacks and single fees, each to its sale. */
export function linkChildren(pool: LinePool): ChildLink[] {
  const disputed = findDisputed(pool)
  const orphans = pool.lines.flatMap((line, at) =>
    pool.lineTaken[at] === 0 && line.kind !== 'sale' && originalOf(line) !== null && !disputed.has(line.id) ? [at] : [],
  )
  if (orphans.length === 0) return []
  const parentOf = new Map<string, MatchPayment | typeof SEVERAL | null>()
  for (const at of orphans) parentOf.set(originalOf(pool.lines[at] as MatchLine) ?? '', null)
  const offer = (reference: string | null, payment: MatchPayment): void => {
    const known = reference === null ? undefined : parentOf.get(reference)
    if (reference === null || known === undefined || known === payment) return
    parentOf.set(reference, known === null ? payment : SEVERAL)
  }
  const sales = pool.payments.filter(({ kind }) => kind === 'sale')
  // A retry shares its basket's reference: the one that went through is the sale.
  for (const payment of sales.filter(({ outcome }) => outcome === 'approved' || outcome === 'unknown' || outcome === 'voided')) {
    offer(payment.acquirerReference, payment)
    offer(payment.ourReference, payment)
  }
  for (const { payment, line } of pool.pairs) if (line.kind === 'sale') offer(line.acquirerReference, payment)
  const children: ChildLink[] = []
  for (const at of orphans) {
    const line = pool.lines[at]
    const parent = line ? parentOf.get(originalOf(line) ?? '') : null
    if (!line || !parent) continue
    if (parent === SEVERAL) {
      const named = originalOf(line)
      const candidates = sales.flatMap((payment) =>
        payment.acquirerReference === named || payment.ourReference === named ? [pool.payments.indexOf(payment)] : [],
      )
      recordAmbiguity(pool, L7, candidates, [at])
      continue
    }
    pool.lineTaken[at] = 1
    children.push({ line, parent, rule: L7 })
  }
  return children
}
