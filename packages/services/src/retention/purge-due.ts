import type pg from 'pg'
import type { ServiceContext } from '../context.ts'
import { requireWholeChain } from '../permissions/index.ts'
import { rowsThrough } from '../read-rows.ts'
import { type PurgedClass, purgedClasses } from './data-classes.ts'
import { type Purged, purgeClass } from './purge-class.ts'
import { readPeriods } from './read-periods.ts'

/** Whoever deletes by the periods holds this lock: one of all hubs and command lines. */
const PURGE_LOCK = 4_017_048

export interface PurgeDueOptions {
  /** Also classes that were looked at today. */
  readonly again?: boolean
  readonly batch?: number
  readonly stopped?: () => boolean
}

/** Looks at each class once a day, UTC, and deletes what is older than its period. Null while somebody else is at it. */
export async function purgeDue(
  ctx: Omit<ServiceContext, 'db'>,
  { again = false, batch, stopped }: PurgeDueOptions = {},
): Promise<readonly Purged[] | null> {
  requireWholeChain(ctx)
  const client = await ctx.pool.connect()
  let lost: Error | undefined
  try {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [PURGE_LOCK])
    if (rows[0]?.got !== true) return null
    try {
      const periods = await readPeriods(rowsThrough(client))
      const done: Purged[] = []
      for (const name of again ? purgedClasses : await dueClasses(ctx, client)) {
        const purged = await purgeClass(ctx, client, name, {
          days: periods[name].days,
          ...(batch && { batch }),
          ...(stopped && { stopped }),
        })
        if (purged === null) break
        done.push(purged)
      }
      return done
    } finally {
      await client.query('select pg_advisory_unlock($1)', [PURGE_LOCK])
    }
  } catch (error) {
    // The lock goes with the connection, whatever became of it.
    lost = error instanceof Error ? error : new Error(String(error))
    throw error
  } finally {
    client.release(lost)
  }
}

async function dueClasses({ now }: Pick<ServiceContext, 'now'>, client: pg.PoolClient): Promise<PurgedClass[]> {
  const today = new Date(now())
  today.setUTCHours(0, 0, 0, 0)
  const { rows } = await client.query<{ name: string }>(
    'select distinct class as name from retention_run where began_at >= $1 and ended_at is not null',
    [today],
  )
  return purgedClasses.filter((name) => !rows.some((row) => row.name === name))
}
