import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createPool } from '@counterfoil/db'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  bringBackEvents,
  exportEventMonth,
  listEventArchives,
  putAwayEvents,
  readAwayMonths,
  verifyEventArchive,
} from '../src/event-months/index.ts'
import { readHash } from '../src/ingest/stream-store.ts'
import { getLiveSnapshotAsOf } from '../src/live/index.ts'
import { getPayment } from '../src/payments/index.ts'
import { rebuildProjections } from '../src/rebuild/index.ts'
import { getRetentionReport } from '../src/retention/index.ts'
import { verifyRecord } from '../src/verify-record/index.ts'
import { monthAgo } from './archive-bed.ts'
import { openEventArchiveBed } from './event-archive-bed.ts'

let bed: Awaited<ReturnType<typeof openEventArchiveBed>>
let before: string[]
let month: string
beforeAll(async () => {
  bed = await openEventArchiveBed()
  before = await bed.rows()
  month = bed.months[0]
})
afterAll(() => bed?.end())

const putAway = () => putAwayEvents(bed.ctx, bed.folder, month)
const bringBack = (file?: string) => bringBackEvents(bed.ctx, bed.folder, { month, file })
const parts = async () => {
  const { rows } = await bed.owner.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relname like 'event\\_2%' and c.relkind = 'r' order by 1`,
  )
  return rows.map(({ name }) => name)
}
const partOf = (which: string) => `event_${which.replace('-', '_')}`
const acts = async () => {
  const { rows } = await bed.owner.query<{ action: string; after: object }>(
    `select action, convert_from(body, 'UTF8')::jsonb -> 'after' as after from audit_entry
     where target_id = $1 and action like 'events.%' order by recorded_at, id`,
    [month],
  )
  return rows
}

it('keeps a month at hand until it has been over for a year, whoever asks', async () => {
  const young = monthAgo(12)
  await expect(putAwayEvents(bed.ctx, bed.folder, young)).rejects.toMatchObject({ code: 'invalid', reason: 'month_at_hand' })
  await bed.pool.query(
    `insert into event_archive (month, events, digest, file, sha256, bytes, made_at, verified_at)
     values ($1, 1, sha256(''), 'events-x.zip', sha256(''), 1, now(), now())`,
    [young],
  )
  await expect(bed.pool.query('select put_away_events($1)', [young])).rejects.toThrow('has not been over for twelve months')
  await bed.owner.query('alter table event_archive disable trigger event_archive_stays')
  await bed.owner.query('delete from event_archive')
  await bed.owner.query('alter table event_archive enable trigger event_archive_stays')
})

it('keeps a month at hand while a payment is undecided, its money is expected, somebody has to look at it, or its heads are not in the log', async () => {
  const { rows } = await bed.owner.query<{ id: string; storeId: number; outcome: string }>(
    `select p.id, p.store_id as "storeId", p.outcome from payment p join funds_payment f on f.payment_id = p.id where exists (
       select from event e where e.payment_id = p.id and e.recorded_on < $1) order by p.id limit 1`,
    [`${bed.months[1]}-01`],
  )
  const [payment] = rows
  const refused = async (reason: string) => {
    const refusal: Error = await putAway().then(
      () => expect.unreachable('it left'),
      (error: Error) => error,
    )
    expect(refusal).toMatchObject({ code: 'conflict', reason })
    expect(refusal.message).toContain(reason === 'exceptions_open' ? 'late:1' : payment?.id)
  }
  await bed.owner.query("update payment set outcome = 'unknown', stage = 'asking' where id = $1", [payment?.id])
  await refused('payments_undecided')
  await bed.owner.query('update payment set outcome = $2, stage = null where id = $1', [payment?.id, payment?.outcome])
  await refused('expectations_open')
  // No contract told of any of it, but for the one whose money is waited for.
  await bed.owner.query("update funds_payment set state = 'not_told', not_told = '{}'")
  await bed.owner.query(
    `with run as (insert into funds_run (began_at, ended_at, as_of, files, counts, result) values (now(), now(), now(), '{}', '{}', sha256('')) returning id)
     insert into funds_exception (key, code, store_id, day, payments, lines, payouts, bank_lines, amount_minor, currency, severity, state, opened_at, opened_by_run)
     select 'late:1', 'late', $1, now(), array[$2::uuid], '{}', '{}', '{}', 100, 'EUR', 'low', 'open', now(), id from run`,
    [payment?.storeId, payment?.id],
  )
  await refused('exceptions_open')
  await bed.owner.query(
    "update funds_exception set state = 'closed', closed_at = now(), closed_by_run = opened_by_run where key = 'late:1'",
  )
  await expect(putAway()).rejects.toMatchObject({ code: 'conflict', reason: 'heads_not_in_log' })
  await bed.settle()
  expect(await readAwayMonths(bed.pool)).toEqual([])
})

it('leaves as a whole once its file is verified, and says so in the record', async () => {
  const archive = await putAway()
  expect(archive).toMatchObject({ month, file: `events-${month}.zip`, trouble: null, awayAt: expect.any(Date) })
  expect(archive.events).toBeGreaterThan(10)
  expect(await parts()).not.toContain(partOf(month))
  expect(await bed.rows()).toEqual(before.slice(archive.events))
  expect(await acts()).toEqual([
    { action: 'events.put_away', after: expect.objectContaining({ sha256: archive.sha256, digest: archive.digest }) },
  ])
  expect(await readAwayMonths(bed.pool)).toEqual([month])
  await expect(putAway()).rejects.toMatchObject({ code: 'conflict' })
  await expect(exportEventMonth(bed.ctx, month, async () => {})).rejects.toMatchObject({ reason: 'events_away' })
})

it('is told as away by whatever would read it, with the command that brings it back', async () => {
  const back = `counterfoil events restore ${month}`
  const rebuild = rebuildProjections({ pool: bed.pool, by: 'check' })
  await expect(rebuild).rejects.toMatchObject({ reason: 'events_away', message: expect.stringContaining(back) })
  const asOfMs = bed.turnMs - 60_000
  const scope = { kind: 'chain' } as const
  const then = getLiveSnapshotAsOf({ ...bed.ctx, db: bed.db }, { scope, asOfMs, after: 0 })
  await expect(then).rejects.toMatchObject({ reason: 'events_away', message: expect.stringContaining(back) })
  expect(
    await getLiveSnapshotAsOf({ ...bed.ctx, db: bed.db }, { scope, asOfMs: bed.turnMs + 60_000 * 60 * 24 * 31, after: 0 }),
  ).toBeDefined()
  const { rows } = await bed.owner.query<{ id: string; away: boolean }>(
    `select id, recorded_at < $1 as away from payment order by recorded_at`,
    [new Date(bed.turnMs)],
  )
  const [first, last] = [rows[0]?.id ?? '', rows.at(-1)?.id ?? '']
  expect(await getPayment({ ...bed.ctx, db: bed.db }, { id: first })).toMatchObject({ events: [], awayMonths: [month] })
  expect(await getPayment({ ...bed.ctx, db: bed.db }, { id: last })).toMatchObject({ awayMonths: [] })
  const { classes } = await getRetentionReport(bed.ctx, {})
  expect(classes.find(({ name }) => name === 'events')).toMatchObject({ awayMonths: [month] })
  // Whoever sends that month again is neither believed nor taken for a copy.
  const { till } = bed.history.agents
  const place = { storeId: till.storeId, agentId: till.id, epoch: 1 }
  expect(await readHash(bed.pool, { ...place, seq: 1 })).toBe('away')
  expect(await readHash(bed.pool, { ...place, seq: 100_000 })).toBeNull()
})

it('is no fault of the record: its heads are looked at, and its events in their file', async () => {
  const verify = async (archives?: typeof bed.folder) => {
    const pool = createPool({ url: bed.url, max: 1, role: 'verifier' })
    return verifyRecord({ pool, archives }).finally(() => pool.end())
  }
  const read = await verify(bed.folder)
  expect(read.findings).toEqual([])
  expect(read).toMatchObject({ verdict: 'sound', awayEvents: [{ month, looked: 'read' }] })
  expect(read.batches).toBe(read.loggedBatches)
  expect(read.events).toBeLessThan(before.length)
  expect(read.remarks.map(({ text }) => text).join()).toContain(`counterfoil events restore ${month}`)
  expect(await verify()).toMatchObject({ findings: [], awayEvents: [{ looked: 'not_given' }] })
  // Somebody takes a table away and says that it is in an archive.
  await bed.owner.query('alter table event_archive disable trigger user')
  await bed.owner.query('update event_archive set digest = sha256(digest) where month = $1', [month])
  expect((await verify()).findings.map(({ text }) => text)).toEqual([expect.stringContaining('is not what was recorded then')])
  await bed.owner.query('update event_archive set digest = decode($2, $3) where month = $1', [
    month,
    read.awayEvents[0]?.told.digest,
    'hex',
  ])
  await bed.owner.query('alter table event_archive enable trigger user')
})

it('takes back nothing that is not what left, and names the file', async () => {
  const path = join(bed.path, `events-${month}.zip`)
  const bytes = await readFile(path)
  const edited = Buffer.from(bytes)
  edited.writeUInt8((edited.at(2_000) ?? 0) ^ 1, 2_000)
  await writeFile(join(bed.path, 'edited.zip'), edited)
  await expect(bringBack('edited.zip')).rejects.toMatchObject({
    reason: 'archive_other_file',
    message: expect.stringContaining('edited.zip'),
  })
  const other = await putAwayEvents(bed.ctx, bed.folder, bed.months[1])
  await expect(bringBack(other.file)).rejects.toMatchObject({ reason: 'archive_other_file' })
  await expect(bringBack('none.zip')).rejects.toMatchObject({ code: 'not_found', reason: 'archive_missing' })
  await writeFile(path, edited)
  await expect(verifyEventArchive(bed.ctx, bed.folder, month)).rejects.toMatchObject({ reason: 'archive_other_file' })
  expect(await listEventArchives(bed.ctx)).toMatchObject([{ trouble: 'archive_other_file' }, { trouble: null }])
  await writeFile(path, bytes)
  expect(await verifyEventArchive(bed.ctx, bed.folder, month)).toMatchObject({ trouble: null })
  // Whoever has the program's account can bring nothing else back either.
  await expect(
    bed.pool.query(
      'begin; select begin_bringing_back_events($$M$$); select finish_bringing_back_events($$M$$)'.replaceAll('M', month),
    ),
  ).rejects.toThrow('are not the')
  expect(await parts()).not.toContain(partOf(month))
})

it('comes back to the byte, once, as a part of the record like any other', async () => {
  // The jobs of a hub make partitions of months that are not there.
  await bed.pool.query('select ensure_partitions(16, 3)')
  await copyFile(join(bed.path, `events-${month}.zip`), join(bed.path, 'copy.zip'))
  expect(await bringBack('copy.zip')).toMatchObject({ awayAt: null, restoredAt: expect.any(Date) })
  await bringBackEvents(bed.ctx, bed.folder, { month: bed.months[1] })
  expect(await bed.rows()).toEqual(before)
  expect((await acts()).map(({ action }) => action)).toEqual(['events.put_away', 'events.restored'])
  expect(await bringBack()).toMatchObject({ awayAt: null })
  expect(await acts()).toHaveLength(2)
  const part = partOf(month)
  for (const sql of [`truncate ${part}`, `delete from ${part}`, `update ${part} set seq = 2`])
    await expect(bed.owner.query(sql)).rejects.toThrow('refused')
  await expect(bed.pool.query(`select from ${part}`)).rejects.toThrow('permission denied')
})

it('stays, when a row is not what its file gave', async () => {
  await bed.owner.query(`alter table ${partOf(month)} disable trigger user`)
  const turn = () => bed.owner.query(`update ${partOf(month)} set understood = not understood where seq = 1`)
  await turn()
  await expect(putAway()).rejects.toThrow(/the \d+ events of .* are not the/)
  await turn()
  await bed.owner.query(`alter table ${partOf(month)} enable trigger user`)
  expect(await bed.rows()).toEqual(before)
})

it('is whole or away, wherever the program is killed', async () => {
  /** Ends the connection that does it when it gets there. */
  const killedAt = async (statement: string, work: (ctx: typeof bed.ctx) => Promise<unknown>) => {
    const connect = async (...given: unknown[]) => {
      if (given.length > 0) return Reflect.apply(bed.pool.connect, bed.pool, given)
      const client = await bed.pool.connect()
      client.on('error', () => {})
      const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
      const watched = async (...args: unknown[]) => {
        if (String(args[0]).includes(statement)) {
          const { rows } = (await query('select pg_backend_pid() as pid')) as { rows: { pid: number }[] }
          await bed.owner.query('select pg_terminate_backend($1)', [rows[0]?.pid])
        }
        return query(...args)
      }
      return new Proxy(client, { get: (of, name) => (name === 'query' ? watched : Reflect.get(of, name, of)) })
    }
    const pool = new Proxy(bed.pool, { get: (of, name) => (name === 'connect' ? connect : Reflect.get(of, name, of)) })
    await expect(work({ ...bed.ctx, pool })).rejects.toThrow()
  }
  for (const statement of ['put_away_events', 'insert into audit_entry', 'commit']) {
    await killedAt(statement, (ctx) => putAwayEvents(ctx, bed.folder, month))
    expect(await bed.rows()).toEqual(before)
  }
  const { events } = await putAway()
  const there = await parts()
  for (const statement of ['select bring_back_events', 'finish_bringing_back', 'commit']) {
    await killedAt(statement, (ctx) => bringBackEvents(ctx, bed.folder, { month }))
    expect(await bed.rows()).toEqual(before.slice(events))
    expect(await parts()).toEqual(there)
  }
  await bringBack()
  expect(await bed.rows()).toEqual(before)
})
