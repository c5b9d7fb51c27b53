import { createHash } from 'node:crypto'
import { canonicalJson } from '@counterfoil/audit'
import { SIGNER_REASON } from './items-for-signer.ts'
import type { ReviewItem } from './review-item.ts'
import type { ReviewRow } from './review-row.ts'

export interface Statement {
  readonly text: string
  /** SHA-256 of the text's UTF-8, in hexadecimal. */
  readonly hash: string
}

/**
 * What is signed: every item as it was and every decision about it, without the names, which may be erased one day. What the
 * signer confirms is decided by `signer`, at the time of the signature: both are known only with it.
 */
export function writeStatement(
  { id, openedAt, openedById }: Pick<ReviewRow, 'id' | 'openedAt' | 'openedById'>,
  items: readonly ReviewItem[],
  forSigner: readonly ReviewItem[],
): Statement {
  const confirmed = new Set(forSigner.map((item) => item.id))
  const text = canonicalJson({
    v: 1,
    review: id,
    openedAtMs: openedAt.getTime(),
    openedBy: openedById,
    items: items
      .map((item) => ({
        id: item.id,
        kind: item.kind,
        subject: item.subjectId,
        facts: item.facts,
        decisions: confirmed.has(item.id)
          ? [{ decision: 'keep', reason: SIGNER_REASON, by: 'signer' }]
          : item.decisions.map(({ decision, reason, at, by }) => ({ decision, reason, atMs: at.getTime(), by: by.id })),
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  })
  return { text, hash: createHash('sha256').update(text).digest('hex') }
}
