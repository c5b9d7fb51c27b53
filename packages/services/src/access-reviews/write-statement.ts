import { createHash } from 'node:crypto'
import { canonicalJson } from '@counterfoil/audit'
import type { ReviewItem } from './review-item.ts'
import type { ReviewRow } from './review-row.ts'

export interface Statement {
  readonly text: string
  /** SHA-256 of the text's UTF-8, in hexadecimal. */
  readonly hash: string
}

/** What is signed: every item as it was and every decision about it, without the names, which may be erased one day. */
export function writeStatement(
  { id, openedAt, openedById }: Pick<ReviewRow, 'id' | 'openedAt' | 'openedById'>,
  items: readonly ReviewItem[],
): Statement {
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
        decisions: item.decisions.map(({ decision, reason, at, by }) => ({ decision, reason, atMs: at.getTime(), by: by.id })),
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  })
  return { text, hash: createHash('sha256').update(text).digest('hex') }
}
