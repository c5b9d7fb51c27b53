import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { endIncidents } from './end-incidents.ts'
import { openIncidents } from './open-incidents.ts'

/** Entries wait a fifth of a second for their place; a log that lets them wait so long has stopped. */
export const STOPPED_AFTER_MS = 30_000

/**
 * Opens an incident while entries wait too long for their place, and notes its end when the log goes on. Any process that
 * reaches the database may look, and as often as it likes. A log that has no entry yet has not begun, so it has not stopped either.
 */
export function watchLog(ctx: Pick<ServiceContext, 'pool' | 'newId' | 'now'>): Promise<{ readonly stopped: boolean }> {
  return inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ since: Date | null; now: Date }>(
      `select clock_timestamp() as now, (select e.recorded_at from audit_queue q join audit_entry e on e.id = q.entry_id
         where e.action <> 'incident.opened' and (select size from audit_tree) > 0 order by q.nth limit 1) as since`,
    )
    const [log] = rows
    if (log === undefined) return { stopped: false }
    const stopped = log.since !== null && log.now.getTime() - log.since.getTime() > STOPPED_AFTER_MS
    if (stopped && log.since !== null) {
      await openIncidents(ctx, client, [
        { kind: 'log_stopped', subject: 'log', beganAt: log.since, endedAt: null, entryId: null },
      ])
      return { stopped }
    }
    await endIncidents(ctx, client, { kind: 'log_stopped', subject: 'log', endedAt: log.now })
    return { stopped }
  })
}
