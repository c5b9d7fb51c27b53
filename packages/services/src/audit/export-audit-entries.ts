import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { writeCsv } from '../csv/index.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { demandRate } from '../rate-limits/index.ts'
import { readTogether } from '../read-rows.ts'
import { type AuditAction, auditActions } from './audit-actions.ts'
import { AuditFilter } from './audit-filter.ts'
import type { AuditRow } from './audit-row.ts'
import { readAuditRows } from './read-audit-rows.ts'
import { recordAct } from './record-act.ts'

export const ExportAuditEntriesInput = z.strictObject({ filter: AuditFilter })

export interface ExportedAudit {
  readonly fileName: string
  readonly text: string
  readonly rows: number
  /** The search found more than a file takes: the oldest are not in it. */
  readonly cut: boolean
}

/** A spreadsheet opens it, and a browser holds it in memory. */
const MOST_ROWS = 20_000

const HEAD = [
  'index',
  'recorded',
  'acted',
  'actor_type',
  'actor_id',
  'actor',
  'action',
  'requirements',
  'outcome',
  'reason',
  'target_type',
  'target_id',
  'target',
  'id',
] as const

/** What a search finds, newest first, as CSV. That somebody took it is recorded, with the file's own hash. */
export async function exportAuditEntries(
  ctx: ServiceContext,
  { filter }: z.infer<typeof ExportAuditEntriesInput>,
): Promise<ExportedAudit> {
  requireWholeChain(ctx)
  const by = ctx.actor.kind === 'system' ? ctx.actor.name : String(ctx.actor.id)
  await demandRate(ctx, 'export', { id: by })
  const found = await readTogether(ctx, (rows) => readAuditRows(rows, filter, null, MOST_ROWS + 1))
  const rows = found.slice(0, MOST_ROWS)
  const text = writeCsv(HEAD, rows.map(cells))
  const { text: words, ...rest } = filter
  await recordAct(ctx, ctx.pool, {
    action: 'audit.exported',
    target: { type: 'audit_log', id: 'csv' },
    after: { filter: rest, rows: rows.length, sha256: createHash('sha256').update(text).digest('hex') },
    ...(words === undefined ? {} : { personal: { text: words } }),
  })
  const fileName = `counterfoil-audit-${ctx.now().toISOString().slice(0, 10)}.csv`
  return { fileName, text, rows: rows.length, cut: found.length > MOST_ROWS }
}

function cells(row: AuditRow) {
  const requirements: readonly string[] = auditActions[row.action as AuditAction] ?? []
  return [
    row.index,
    new Date(row.recordedAtMs),
    new Date(row.actedAtMs),
    row.actor.type,
    row.actor.id,
    row.actor.name,
    row.action,
    requirements.join(' '),
    row.outcome,
    row.reason,
    row.target.type,
    row.target.id,
    row.target.name,
    row.id,
  ]
}
