/** What can be wrong with a bundle; `docs/guide/verifying.md` says what each means. */
export type FindingKind = 'malformed' | 'bad_signature' | 'missing' | 'changed' | 'inconsistent' | 'quorum_not_met'

export interface Finding {
  readonly kind: FindingKind
  /** The entry it is about, or the first of a range [index, until). */
  readonly index?: number
  readonly until?: number
  /** A plain sentence. */
  readonly text: string
}

/** What is no fault but must be known. */
export interface Remark {
  readonly kind: 'restored' | 'erased' | 'not_included' | 'keys' | 'not_witnessed'
  readonly index?: number
  readonly text: string
}

export type BundleVerdict = 'sound' | FindingKind

/** Of several findings the first in this order gives the verdict. A line that is no entry is most often one that was changed. */
const ORDER: readonly FindingKind[] = ['bad_signature', 'missing', 'changed', 'inconsistent', 'malformed', 'quorum_not_met']

export const EXIT_CODES: Readonly<Record<BundleVerdict, number>> = {
  sound: 0,
  changed: 2,
  missing: 3,
  inconsistent: 4,
  bad_signature: 5,
  quorum_not_met: 6,
  malformed: 7,
}

export function verdictOf(findings: readonly Finding[]): BundleVerdict {
  return ORDER.find((kind) => findings.some((finding) => finding.kind === kind)) ?? 'sound'
}

const MOST_NAMED = 1_000

/** The first thousand, and how many more there are of each kind: under a wrong key every checkpoint is one. */
export function capped(findings: readonly Finding[]): readonly Finding[] {
  const more = new Map<FindingKind, number>()
  for (const { kind } of findings.slice(MOST_NAMED)) more.set(kind, (more.get(kind) ?? 0) + 1)
  return [...findings.slice(0, MOST_NAMED), ...[...more].map(([kind, count]) => moreOf(kind, count))]
}

export function moreOf(kind: FindingKind, count: number): Finding {
  return { kind, text: `… and ${count} more of this kind (${kind}).` }
}
