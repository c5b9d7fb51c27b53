import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { type ReadRows, readTogether } from '../read-rows.ts'
import { AuditFilter } from './audit-filter.ts'
import { recordQuestion } from './audit-question.ts'
import type { AuditRow } from './audit-row.ts'
import { type AuditPlace, readAuditRows } from './read-audit-rows.ts'

/** The last row seen, and the entry that says the question was asked: more of the same answer is not another reading. */
export const AuditCursor = z.strictObject({ question: z.uuid(), recordedAt: z.iso.datetime({ precision: 3 }), id: z.uuid() })
export type AuditCursor = z.infer<typeof AuditCursor>

export const ListAuditEntriesInput = z.strictObject({
  filter: AuditFilter,
  cursor: AuditCursor.nullish(),
  limit: z.int().min(1).max(200).default(50),
})
export type ListAuditEntriesInput = z.input<typeof ListAuditEntriesInput>

export interface AuditPage {
  readonly rows: readonly AuditRow[]
  readonly next: AuditCursor | null
  /** The entry this reading itself has become. */
  readonly question: string
  /** Months the asked time reaches into whose entries are found, while what they say lies in files. */
  readonly archived: readonly { readonly month: string; readonly pruned: boolean }[]
}

/**
 * Entries of the log, newest first. For whoever reaches the whole chain: an entry belongs to no part of it. That somebody read
 * it is recorded before they see any of it.
 */
export async function listAuditEntries(ctx: ServiceContext, input: ListAuditEntriesInput): Promise<AuditPage> {
  requireWholeChain(ctx)
  const { filter, cursor = null, limit = 50 } = input
  const question = await recordQuestion(ctx, filter, cursor?.question ?? null)
  const after: AuditPlace | null = cursor === null ? null : { recordedAt: cursor.recordedAt, id: cursor.id }
  return readTogether(ctx, async (rows) => {
    const found = await readAuditRows(rows, filter, after, limit + 1)
    const page = found.slice(0, limit)
    const last = page.at(-1)
    return {
      rows: page,
      question,
      archived: await readArchived(rows, filter),
      next:
        found.length > limit && last !== undefined
          ? { question, recordedAt: new Date(last.recordedAtMs).toISOString(), id: last.id }
          : null,
    }
  })
}

/** Only where a time was asked for: everything reaches into every month there ever was. */
async function readArchived(rows: ReadRows, { fromMs, toMs }: AuditFilter): Promise<AuditPage['archived']> {
  if (fromMs === undefined && toMs === undefined) return []
  return rows<AuditPage['archived'][number]>(
    `select month, pruned_at is not null as pruned from audit_archive
     where away_at is not null and archived_month_ended(month) > coalesce($1::timestamptz, '-infinity')
       and archived_month_ended(month) - interval '1 month' < coalesce($2::timestamptz, 'infinity') order by month`,
    fromMs === undefined ? null : new Date(fromMs),
    toMs === undefined ? null : new Date(toMs),
  )
}

export const ListTouchingInput = z.strictObject({
  thing: AuditFilter.shape.thing.unwrap(),
  cursor: AuditCursor.nullish(),
  limit: z.int().min(1).max(200).default(50),
})

/** All that touched this payment, terminal, person: what was done to it, and what it did. */
export function listTouching(ctx: ServiceContext, { thing, ...page }: z.input<typeof ListTouchingInput>): Promise<AuditPage> {
  return listAuditEntries(ctx, { ...page, filter: { thing } })
}
