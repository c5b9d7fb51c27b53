import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { type CsvCell, writeCsv } from '../csv/index.ts'
import { demandRate } from '../rate-limits/index.ts'
import { getRetentionReport, type RetentionReport, type RetentionReportInput } from './get-retention-report.ts'

/** The report of a quarter as CSV; that it was taken is recorded first. */
export async function exportRetention(
  ctx: Omit<ServiceContext, 'db'>,
  input: RetentionReportInput,
): Promise<{ readonly fileName: string; readonly text: string }> {
  await demandRate(ctx, 'export', { id: ctx.actor.kind === 'system' ? ctx.actor.name : String(ctx.actor.id) })
  const report = await getRetentionReport(ctx, input)
  await recordAct(ctx, ctx.pool, {
    action: 'retention.exported',
    target: { type: 'retention_report', id: report.quarter },
    after: { overdue: report.overdue },
  })
  return { fileName: `counterfoil-retention-${report.quarter}.csv`, text: retentionAsCsv(report) }
}

const HEAD = [
  ...['class', 'rule', 'reason', 'account_data', 'days', 'changed_at', 'looks', 'last_look_at', 'removed', 'oldest', 'newest'],
  ...['over_now', 'held_now'],
]

/** Names of classes and columns are the same in every language: programs read them. */
export function retentionAsCsv({ classes }: RetentionReport): string {
  return writeCsv(
    HEAD,
    classes.map(({ name, because, accountData, monthsAtHand, purge }): CsvCell[] => [
      name,
      purge !== null ? 'purged' : monthsAtHand !== null ? 'archived' : 'kept',
      because,
      accountData,
      ...(purge === null
        ? Array<null>(9).fill(null)
        : [
            purge.days,
            purge.changedAt,
            purge.looks,
            purge.lastLookAt,
            purge.removed,
            purge.oldest,
            purge.newest,
            purge.overNow,
            purge.heldNow,
          ]),
    ]),
  )
}
