import { writeCsv } from '../csv/index.ts'
import type { ReviewItem } from './review-item.ts'

const HEAD = 'kind name detail id role reach state last_seen expires decision reason decided_by decided_at'.split(' ')

/** Everything in a review with what was decided last, as CSV. */
export function reviewAsCsv(items: readonly ReviewItem[]): string {
  return writeCsv(HEAD, items.map(cellsOf))
}

function cellsOf({ kind, name, detail, subjectId, facts, decisions }: ReviewItem) {
  const last = decisions.at(-1)
  const timeOf = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : new Date(ms))
  return [
    kind,
    name,
    detail,
    subjectId,
    facts.role ?? null,
    facts.reach === undefined ? null : JSON.stringify(facts.reach),
    facts.state ?? null,
    timeOf(facts.lastSeenAtMs ?? facts.lastUsedAtMs ?? facts.usedAtMs),
    timeOf(facts.expiresAtMs),
    last?.decision ?? null,
    last?.reason ?? null,
    last?.by.name ?? null,
    last?.at ?? null,
  ]
}
