import type pg from 'pg'
import { type ActContext, recordAct } from '../audit/index.ts'
import { type ReadRows, rowsThrough } from '../read-rows.ts'
import { type PurgedClass, purgeRuleOf } from './data-classes.ts'
import type { PurgedTable } from './purged-tables.ts'

export interface Purged {
  readonly dataClass: PurgedClass
  readonly removed: number
  /** Older than the period and still here, and those of them that stay on purpose. */
  readonly leftOver: number
  readonly held: number
}

export interface PurgeOptions {
  readonly days: number
  /** Rows a transaction. */
  readonly batch?: number
  /** Asked between two batches. */
  readonly stopped?: () => boolean
}

interface Run {
  readonly id: string
  readonly days: number
  readonly cutOff: Date
}

const BATCH = 2_000

/**
 * Deletes what of a class is older than its period, a batch a transaction, each counted in the run in that same transaction; then
 * counts what is left. A run that was cut off is gone on with. Null when it was stopped: the next look goes on.
 */
export async function purgeClass(
  ctx: ActContext,
  client: pg.PoolClient,
  dataClass: PurgedClass,
  { days, batch = BATCH, stopped = () => false }: PurgeOptions,
): Promise<Purged | null> {
  const run = (await openRun(client, dataClass)) ?? (await beginRun(ctx, client, dataClass, days))
  const { tables } = purgeRuleOf(dataClass)
  for (const table of tables) while ((await removeBatch(client, run, table, batch)) === batch) if (stopped()) return null
  return endRun(ctx, client, run, dataClass)
}

async function openRun(client: pg.PoolClient, dataClass: PurgedClass): Promise<Run | null> {
  const { rows } = await client.query<Run>(
    `select id, days, cut_off as "cutOff" from retention_run where class = $1 and ended_at is null`,
    [dataClass],
  )
  return rows[0] ?? null
}

/** By the slower of the two clocks: one that is ahead must not take away what is not old. */
async function beginRun(ctx: ActContext, client: pg.PoolClient, dataClass: PurgedClass, days: number): Promise<Run> {
  const { rows } = await client.query<Run>(
    `insert into retention_run (id, class, began_at, days, cut_off)
     values ($1, $2, $3, $4, least($3::timestamptz, clock_timestamp()) - make_interval(days => $4))
     returning id, days, cut_off as "cutOff"`,
    [ctx.newId(), dataClass, ctx.now(), days],
  )
  const [run] = rows
  if (run === undefined) throw new Error('a run that was inserted was not returned')
  return run
}

async function removeBatch(client: pg.PoolClient, run: Run, table: PurgedTable, most: number): Promise<number> {
  const old = `select t.ctid from ${table.table} t where ${tooOld(table, '$1')} limit ${most}`
  const change = table.empty === undefined ? `delete from ${table.table} t` : `update ${table.table} t set ${table.empty}`
  await client.query('begin')
  try {
    // What is told is read before: an emptied row does not know its age any more, and a parent may be gone.
    const { rows } = await client.query<{ removed: number }>(
      `with old as materialized (
         select t.ctid as place, ${table.since} as since from ${table.table} t where t.ctid = any(array(${old}))),
       gone as (${change} ${table.empty === undefined ? 'using old' : 'from old'} where t.ctid = old.place returning old.since),
       told as (select count(*) as removed, min(since) as oldest, max(since) as newest from gone)
       update retention_run r set removed = r.removed + told.removed, oldest = least(r.oldest, told.oldest), newest = greatest(r.newest, told.newest)
       from told where r.id = $2 returning told.removed::float8 as removed`,
      [run.cutOff, run.id],
    )
    await client.query('commit')
    return rows[0]?.removed ?? 0
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

async function endRun(ctx: ActContext, client: pg.PoolClient, run: Run, dataClass: PurgedClass): Promise<Purged> {
  const { leftOver, held } = await countOver(rowsThrough(client), dataClass, run.cutOff)
  await client.query('begin')
  try {
    const { rows } = await client.query<{ removed: number; oldest: Date | null; newest: Date | null }>(
      `update retention_run set ended_at = $2, left_over = $3, held = $4 where id = $1
       returning removed::float8 as removed, oldest, newest`,
      [run.id, ctx.now(), leftOver, held],
    )
    const { removed = 0, oldest = null, newest = null } = rows[0] ?? {}
    // A look that found nothing is told by its row; the log says what was done.
    if (removed > 0)
      await recordAct(ctx, client, {
        action: 'retention.purged',
        target: { type: 'data_class', id: dataClass },
        after: {
          run: run.id,
          days: run.days,
          cutOff: told(run.cutOff),
          removed,
          oldest: told(oldest),
          newest: told(newest),
          leftOver,
          held,
        },
      })
    await client.query('commit')
    return { dataClass, removed, leftOver, held }
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

const told = (at: Date | null) => at?.toISOString() ?? null

/** What of a class is older than a moment, counted row by row: the answer to "is anything left". */
export async function countOver(
  rows: ReadRows,
  dataClass: PurgedClass,
  cutOff: Date,
): Promise<{ readonly leftOver: number; readonly held: number }> {
  let [leftOver, held] = [0, 0]
  for (const { table, since, heldWhile = 'false' } of purgeRuleOf(dataClass).tables) {
    const [counted] = await rows<{ over: number; held: number }>(
      `select count(*)::float8 as over, (count(*) filter (where ${heldWhile}))::float8 as held from ${table} t where ${since} < $1`,
      cutOff,
    )
    leftOver += counted?.over ?? 0
    held += counted?.held ?? 0
  }
  return { leftOver, held }
}

const tooOld = ({ since, heldWhile }: PurgedTable, cutOff: string): string =>
  `${since} < ${cutOff}${heldWhile === undefined ? '' : ` and not ${heldWhile}`}`
