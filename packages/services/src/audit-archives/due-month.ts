import { openCheckpoint, parseVerifierKey, type VerifierKey } from '@counterfoil/audit'
import { findLogIdentity } from '../audit/log-key.ts'
import type { LogRange } from '../audit/log-range.ts'
import type { Queryable } from '../audit/read-tree.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { MONTHS_AT_HAND, monthEnds, monthOf, monthsAfter, overFor } from './months.ts'

/** The next month that has entries and is in no file; null while the log is empty. It may not be over yet. */
export async function nextMonth(client: Queryable): Promise<{ readonly month: string; readonly from: number } | null> {
  const { rows } = await client.query<{ latest: string | null; from: number; at: Date | null }>(
    `select a.latest, a.covered as "from", e.recorded_at as at
     from (select max(month) as latest, coalesce(max(to_idx), 0) as covered from audit_archive) a
     left join audit_leaf l on l.idx = a.covered left join audit_entry e on e.id = l.entry_id`,
  )
  const [row] = rows
  if (row?.at == null) return null
  // Entries that got their place after their month's last checkpoint go with the month after it.
  const month = monthOf(row.at)
  const earliest = row.latest === null ? month : monthsAfter(row.latest, 1)
  return { month: month > earliest ? month : earliest, from: row.from }
}

export const isDue = (month: string, now: Date): boolean => overFor(month, MONTHS_AT_HAND, now)

export interface DueRange extends LogRange {
  readonly root: Buffer
  readonly note: string
}

/**
 * Up to the last checkpoint before the first entry of a later month. Null when there is none: the month's few entries go with the next.
 * Throws `conflict` while rules have still to look at them.
 */
export async function rangeOf(client: Queryable, month: string, from: number): Promise<DueRange | null> {
  const { rows } = await client.query<{ size: number; root: Buffer; note: string; looked: boolean }>(
    `select c.size, c.root, c.note, c.size <= (select next_idx from audit_follower) as looked
     from audit_checkpoint c where c.size > $1 and c.size <= coalesce(
       (select l.idx from audit_leaf l join audit_entry e on e.id = l.entry_id where l.idx >= $1 and e.recorded_at >= $2 order by l.idx limit 1),
       (select size from audit_tree))
     order by c.size desc, c.signed_at desc limit 1`,
    [from, monthEnds(month)],
  )
  const [row] = rows
  if (row === undefined) return null
  if (!row.looked)
    throw new ServiceError('conflict', `The rules have not looked at all entries of ${month} yet: start the hub.`, {
      reason: 'archive_not_looked_at',
    })
  return { from, to: row.size, root: row.root, note: row.note }
}

/** Which of the log's keys signed a checkpoint: the hub's secret may have been changed since. */
export async function signerOf(
  ctx: Pick<ServiceContext, 'pool'>,
  note: string,
): Promise<{ origin: string; logKey: VerifierKey }> {
  const identity = await findLogIdentity(ctx)
  if (identity === null || identity.logKey === null)
    throw new ServiceError('unavailable', 'There is no log yet: start the hub, which keeps it.')
  const { origin } = identity
  const keys = [identity.logKey, ...identity.formerKeys].map((key) => parseVerifierKey(key))
  const logKey = keys.find((key) => openCheckpoint(note, { origin, logKey: key, trusted: [] }).ok)
  if (logKey === undefined) throw new ServiceError('conflict', 'The checkpoint was signed by no key of this log.')
  return { origin, logKey }
}
