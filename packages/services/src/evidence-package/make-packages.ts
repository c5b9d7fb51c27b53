import type { ActContext } from '../audit/build-entry.ts'
import { recordAct } from '../audit/record-act.ts'
import { readTimeZone } from '../audit-review/day-bounds.ts'
import { dayOf } from '../audit-review/rules/calendar.ts'
import type { ServiceContext } from '../context.ts'
import { isServiceError } from '../errors.ts'
import type { EvidenceFolder } from '../evidence/evidence-folder.ts'
import { inTransaction } from '../in-transaction.ts'
import { duePeriod } from './due-period.ts'
import type { Language } from './section.ts'
import { writePackage } from './write-package.ts'

type HubContext = Pick<ServiceContext, 'pool'> & ActContext

/** Whoever makes packages holds this advisory lock; any number, the same in every process. */
const EVIDENCE_LOCK = 4_017_025

interface WaitingRow {
  readonly id: string
  readonly firstDay: string
  readonly lastDay: string
  readonly language: Language
  readonly cadence: string | null
  readonly askedBy: string | null
}

/** Makes what is asked for and what is due, one after the other; of several hubs that look at once, one. Returns how many. */
export async function makePackages(ctx: HubContext, folder: EvidenceFolder): Promise<number> {
  const client = await ctx.pool.connect()
  let broken = true
  try {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [EVIDENCE_LOCK])
    if (rows[0]?.got !== true) {
      broken = false
      return 0
    }
    await askDue(ctx)
    let made = 0
    for (let next = await findWaiting(ctx); next !== undefined; next = await findWaiting(ctx)) {
      await makeOne(ctx, folder, next)
      made += 1
    }
    await client.query('select pg_advisory_unlock($1)', [EVIDENCE_LOCK])
    broken = false
    return made
  } finally {
    // A connection that is closed gives the lock back.
    client.release(broken)
  }
}

/** Asks for the last month or quarter that is over, for each schedule that was there before it ended. */
async function askDue(ctx: HubContext): Promise<void> {
  const { rows } = await ctx.pool.query<{ cadence: 'monthly' | 'quarterly'; language: Language; createdAt: Date }>(
    'select cadence, language, created_at as "createdAt" from evidence_schedule',
  )
  if (rows.length === 0) return
  const timeZone = await readTimeZone(ctx.pool)
  const today = dayOf(timeZone, ctx.now().getTime())
  for (const { cadence, language, createdAt } of rows) {
    const { firstDay, lastDay } = duePeriod(cadence, today)
    if (dayOf(timeZone, createdAt.getTime()) > lastDay) continue
    const id = ctx.newId()
    await ctx.pool.query(
      `insert into evidence_package (id, first_day, last_day, language, asked_at, cadence) values ($1, $2, $3, $4, $5, $6)
       on conflict do nothing`,
      [id, firstDay, lastDay, language, ctx.now(), cadence],
    )
  }
}

async function findWaiting({ pool }: HubContext): Promise<WaitingRow | undefined> {
  const { rows } = await pool.query<WaitingRow>(
    `select p.id, p.first_day::text as "firstDay", p.last_day::text as "lastDay", p.language, p.cadence, u.name as "askedBy"
     from evidence_package p left join "user" u on u.id = p.asked_by
     where p.made_at is null and p.failed_at is null order by p.asked_at, p.id limit 1`,
  )
  return rows[0]
}

async function makeOne(ctx: HubContext, folder: EvidenceFolder, row: WaitingRow): Promise<void> {
  const { id, firstDay, lastDay, language } = row
  const target = { type: 'evidence', id }
  const question = { from: firstDay, to: lastDay, language, madeBy: row.askedBy ?? `Counterfoil (${row.cadence})` }
  const asked = { firstDay, lastDay, language }
  try {
    const { fromIndex, toIndex, bytes, sha256 } = await folder.write(id, (write) => writePackage(ctx, question, write))
    await inTransaction(ctx, async (client) => {
      await client.query(
        'update evidence_package set made_at = $2, from_idx = $3, to_idx = $4, bytes = $5, sha256 = $6 where id = $1',
        [id, ctx.now(), fromIndex, toIndex, bytes, Buffer.from(sha256, 'hex')],
      )
      await recordAct(ctx, client, {
        action: 'evidence.made',
        target,
        after: { ...asked, from: fromIndex, to: toIndex, bytes, sha256 },
      })
    })
  } catch (error) {
    // What the services refuse is told to whoever asked; what may be otherwise in a moment, and anything else, is tried again.
    if (!isServiceError(error) || error.code === 'unavailable') throw error
    await ctx.pool.query('update evidence_package set failed_at = $2, trouble = $3 where id = $1', [
      id,
      ctx.now(),
      error.message.slice(0, 1_000),
    ])
    await recordAct(ctx, ctx.pool, { action: 'evidence.made', target, outcome: 'failed', reason: error.code, after: asked })
  }
}
