import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bringBackEvents, chooseEventMonths, readAwayMonths, tendEventMonths } from '../src/event-months/index.ts'
import { getRetentionReport } from '../src/retention/index.ts'
import { openEventArchiveBed } from './event-archive-bed.ts'

const admin = 'user-administrator'
let bed: Awaited<ReturnType<typeof openEventArchiveBed>>
beforeAll(async () => {
  bed = await openEventArchiveBed()
  await bed.owner.query(
    `insert into "user" (id, name, email, email_verified, created_at, updated_at)
     values ($1, 'Ada Admin', 'ada@handelskette.example', true, now(), now())`,
    [admin],
  )
  await bed.owner.query("update funds_payment set state = 'not_told', not_told = '{}'")
})
afterAll(() => bed?.end())

const inDays = (days: number) => ({ ...bed.ctx, now: () => new Date(Date.now() + days * 86_400_000) })
const choose = (months: number | null) =>
  chooseEventMonths(
    { ...bed.ctx, actor: { kind: 'user', id: admin, sessionId: 'session', reach: { kind: 'chain' }, factors: [] } },
    { months },
  )
const tend = (days = 0) => tendEventMonths(inDays(days), bed.folder)
const told = async () => (await getRetentionReport(bed.ctx, {})).classes.find(({ name }) => name === 'events')

it('nothing leaves while nobody has said so, and who is no person cannot say so', async () => {
  await bed.settle()
  expect(await tend()).toEqual({ putAway: [], kept: [], verified: [] })
  expect(await told()).toMatchObject({ byThemselves: { months: null, changedBy: null, kept: [] } })
  await expect(chooseEventMonths(bed.ctx, { months: 12 })).rejects.toMatchObject({ code: 'forbidden' })
})

it('what is due and still asked for stays, and the page is told why; the others leave', async () => {
  const [first, second] = bed.months
  await choose(12)
  const { rows } = await bed.owner.query<{ id: string }>(
    `select p.id from payment p where exists (select from event e where e.payment_id = p.id and e.recorded_on < $1)
       and not exists (select from event e where e.payment_id = p.id and e.recorded_on >= $1) limit 1`,
    [`${second}-01`],
  )
  const [payment] = rows
  const { rows: were } = await bed.owner.query('select outcome, stage from payment where id = $1', [payment?.id])
  await bed.owner.query("update payment set outcome = 'unknown', stage = 'asking' where id = $1", [payment?.id])
  expect(await tend()).toEqual({ putAway: [second], kept: [{ month: first, reason: 'payments_undecided' }], verified: [] })
  expect(await told()).toMatchObject({
    awayMonths: [second],
    byThemselves: { months: 12, changedBy: 'Ada Admin', kept: [{ month: first, reason: 'payments_undecided' }] },
  })
  await bed.owner.query('update payment set outcome = $2, stage = $3 where id = $1', [
    payment?.id,
    were[0].outcome,
    were[0].stage,
  ])
  // The months that left are in the record, and that entry has to be under a checkpoint like any other.
  await bed.settle()
  expect(await tend()).toEqual({ putAway: [first], kept: [], verified: [] })
  expect(await told()).toMatchObject({ awayMonths: [first, second], byThemselves: { kept: [] } })
})

it('a month that somebody brought back stays a month, and goes again after it', async () => {
  const [first, second] = bed.months
  await bringBackEvents(bed.ctx, bed.folder, { month: first })
  expect(await tend(29)).toEqual({ putAway: [], kept: [], verified: [] })
  // The file of the other month has been read by nobody for a month by then.
  expect(await tend(31)).toEqual({ putAway: [first], kept: [], verified: [second] })
})

it('a file that is not what it was is told at each look until it is sound again', async () => {
  const [first, second] = bed.months
  const path = join(bed.path, `events-${first}.zip`)
  const sound = await readFile(path)
  await writeFile(path, 'gone')
  await expect(tend(62)).rejects.toThrow(first)
  await expect(tend(62)).rejects.toThrow(first)
  expect(await told()).toMatchObject({ byThemselves: { unsound: [first] } })
  await writeFile(path, sound)
  expect(await tend(62)).toMatchObject({ verified: [first] })
  expect(await told()).toMatchObject({ byThemselves: { unsound: [] } })
  expect(await tend(93)).toMatchObject({ verified: [second] })
})

it('a longer time, or none, takes nothing away; each choice is in the record with what it replaced', async () => {
  await choose(24)
  await choose(null)
  const { rows } = await bed.owner.query<{ body: { before: object; after: object } }>(
    `select convert_from(body, 'UTF8')::jsonb as body from audit_entry where action = 'retention.changed' order by recorded_at, id`,
  )
  expect(rows.map(({ body }) => [body.before, body.after])).toEqual([
    [{ months: null }, { months: 12 }],
    [{ months: 12 }, { months: 24 }],
    [{ months: 24 }, { months: null }],
  ])
  expect(await readAwayMonths(bed.pool)).toEqual([...bed.months])
  await expect(bed.owner.query('update event_months_choice set months = 12')).rejects.toThrow('insert-only')
  await expect(bed.pool.query('insert into event_months_choice values (9, 11, now(), $1)', [admin])).rejects.toThrow(
    'event_months_choice_months_check',
  )
})
