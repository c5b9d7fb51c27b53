import { createHash } from 'node:crypto'
import { createAgent, createStore, createTerminal } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  changePeriod,
  dataClasses,
  dataClassNames,
  exportRetention,
  forecastDisk,
  getRetentionReport,
  measureSizes,
  type PurgedClass,
  purgeDue,
  purgedClasses,
  quarterBegins,
  quarterEnds,
  quarterOf,
  reasons,
} from '../src/retention/index.ts'
import { newId } from './ingest-bed.ts'
import { openPeopleBed, type PeopleBed } from './people-bed.ts'

const DAY_MS = 86_400_000
const OLD = 1_000
const YOUNG = 0

let bed: PeopleBed
let admin: string
let storeId: number
let agentId: number
let terminalId: number
const sql = async <Row>(text: string, ...values: readonly unknown[]): Promise<Row[]> =>
  (await bed.database.owner.query(text, [...values])).rows
const ago = (days: number) => new Date(Date.now() - days * DAY_MS)
const tokenOf = (id: string) => createHash('sha256').update(id).digest('hex')
const count = async (table: string, where = 'true') =>
  (await sql<{ n: number }>(`select count(*)::int4 as n from ${table} where ${where}`))[0]?.n

beforeAll(async () => {
  bed = await openPeopleBed()
  bed.nowMs = Date.now()
  admin = await bed.addPerson({ role: 'administrator' })
  const store = await createStore(bed.database.db, { code: '0417', name: 'Köln', country: 'DE' })
  storeId = store.id
  agentId = (await createAgent(bed.database.db, { name: 'back office', storeId })).agent.id
  terminalId = (await createTerminal(bed.database.db, { storeId, agentId })).terminal.id
})
afterAll(() => bed?.close())

async function addAlarm(days: number, state: 'open' | 'closed'): Promise<string> {
  const id = newId()
  const closed = state === 'closed' ? [ago(days), 'typed', 'told', ago(days), admin] : Array(5).fill(null)
  await sql(
    `insert into card_alarm (id, found_at, last_found_at, count, place, source_kind, source_id, numbers, state, started_at, ended_at, cause, fix, closed_at, closed_by)
     values ($1::uuid, $2, $2, 1, 'basket', 'agent', $1::text, '{}', $3, $2, $4, $5, $6, $7, $8)`,
    ...[id, ago(days), state, ...closed],
  )
  await sql(
    `insert into card_alarm_content (id, alarm_id, found_at, what, sealed) values ($1, $2, $3, 'input', '\\x00')`,
    ...[newId(), id, ago(days)],
  )
  return id
}

/** A row of each table that is purged, which came of age so many days ago. */
const rows: Readonly<Record<PurgedClass, (days: number) => Promise<readonly string[]>>> = {
  async card_data(days) {
    await addAlarm(days, 'closed')
    return ['card_alarm_content']
  },
  async sessions(days) {
    const session = newId()
    await sql(
      `insert into session (id, expires_at, token, user_id) values ($1, $2, $4, $3)`,
      session,
      ago(days),
      admin,
      tokenOf(session),
    )
    await sql(
      `insert into passkey_challenge (id, challenge, purpose, expires_at) values ($1::uuid, $1::text, 'sign_in', $2)`,
      newId(),
      ago(days),
    )
    await sql(`insert into verification (id, identifier, value, expires_at) values ($1, 'x', 'y', $2)`, newId(), ago(days))
    await sql(
      `insert into screen_pairing (id, code_hash, claim_hash, opened_at, expires_at) values ($1::uuid, sha256($2), sha256($2), $3, $3)`,
      ...[newId(), Buffer.from(session), ago(days)],
    )
    return ['session', 'passkey_challenge', 'verification', 'screen_pairing']
  },
  async attempts(days) {
    await sql(`insert into sign_in_failure (subject, failures, first_at) values ($1, 1, $2)`, newId(), ago(days))
    await sql(`insert into rate_bucket (subject, full_at) values ($1, $2)`, newId(), ago(days))
    return ['sign_in_failure', 'rate_bucket']
  },
  async invitations(days) {
    await sql(
      `insert into setup_link (id, token_hash, created_at, expires_at, kind, user_id) values ($1::uuid, sha256($2), $3, $3, 'reset', $4)`,
      ...[newId(), Buffer.from(newId()), ago(days), admin],
    )
    await sql(
      `insert into join_code (locator, secret_hash, store_id, created_by, expires_at) values ($1, sha256('x'), $2, 'x', $3)`,
      ...[days === OLD ? 'OLDA' : 'YNGA', storeId, ago(days)],
    )
    return ['setup_link', 'join_code']
  },
  async connections(days) {
    await sql(`insert into agent_presence (agent_id, since, until, connected) values ($1, $2, $2, true)`, agentId, ago(days))
    return ['agent_presence']
  },
  async alerts(days) {
    const id = newId()
    await sql(
      `insert into operations_alert (id, rule, subject, severity, raised_at, ended_at, ended_why, raised_value, worst_value, last_value, raise_at, judged_at)
       values ($1::uuid, 'disk_free', $1::text, 'warning', $2, $2, 'good', 1, 1, 1, 1, $2)`,
      ...[id, ago(days)],
    )
    await sql(
      `insert into operations_notice (alert_id, event, channel, due_at, taken_at) values ($1, 'ended', 'webhook', $2, $2)`,
      id,
      ago(days),
    )
    await sql(
      `insert into health_finding (id, code, severity, store_id, since, found_at, until, figures) values ($1, 'store_offline', 'critical', $2, $3, $3, $3, '{}')`,
      ...[newId(), storeId, ago(days)],
    )
    await sql(`insert into agent_trouble (agent_id, code, since, until, detail) values ($1, 'x', $2, $2, '')`, agentId, ago(days))
    return ['operations_alert', 'operations_notice', 'health_finding', 'agent_trouble']
  },
  async measures(days) {
    await sql(`insert into retention_size (day, class, bytes) values ($1, 'events', 1)`, ago(days))
    await sql(`insert into retention_volume (day, free_bytes, size_bytes) values ($1, 1, 1)`, ago(days))
    return ['retention_size', 'retention_volume']
  },
  async pace(days) {
    await sql(`insert into terminal_hour (hour, terminal_id, approved, declined) values ($1, $2, 1, 0)`, ago(days), terminalId)
    await sql(`insert into terminal_hour_day (day, counted_at) values ($1::timestamptz::date, $1::timestamptz)`, ago(days))
    return ['terminal_hour', 'terminal_hour_day']
  },
}

describe('the classes of data', () => {
  it('hold every table of the database, each in one', async () => {
    const tables = await sql<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
    )
    const placed = dataClassNames.flatMap((name) => dataClasses[name].tables as readonly string[])
    expect([...placed].sort()).toEqual(tables.map(({ name }) => name).sort())
  })

  it('have periods that lie between the least and the most, and a reason with words', () => {
    for (const name of dataClassNames) expect(reasons).toContain(dataClasses[name].rule.because)
    for (const name of purgedClasses) {
      const { leastDays, defaultDays, mostDays } = dataClasses[name].rule
      expect(leastDays <= defaultDays && defaultDays <= mostDays).toBe(true)
    }
  })
})

describe('a period', () => {
  it('is changed by a person, within its bounds, with what it was in the record', async () => {
    await changePeriod(bed.as(admin), { dataClass: 'sessions', days: 14 })
    await changePeriod(bed.as(admin), { dataClass: 'sessions', days: 30 })
    expect((await bed.acts('sessions')).map(({ action, actor, body }) => [action, actor, body.before, body.after])).toEqual([
      ['retention.changed', admin, { days: 30 }, { days: 14 }],
      ['retention.changed', admin, { days: 14 }, { days: 30 }],
    ])
    const { classes } = await getRetentionReport(bed.as(admin), {})
    expect(classes.find(({ name }) => name === 'sessions')?.purge).toMatchObject({ days: 30, changedBy: 'Somebody' })
    await expect(changePeriod(bed.as(admin), { dataClass: 'card_data', days: 366 })).rejects.toMatchObject({ code: 'invalid' })
    await expect(changePeriod(bed.as(admin), { dataClass: 'alerts', days: 89 })).rejects.toMatchObject({ code: 'invalid' })
    await expect(changePeriod(bed.as(), { dataClass: 'alerts', days: 100 })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(
      changePeriod(bed.as(admin, { kind: 'country', country: 'DE' }), { dataClass: 'alerts', days: 100 }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('what is older than its period', () => {
  const touched = new Map<PurgedClass, readonly string[]>()
  beforeAll(async () => {
    for (const name of purgedClasses) {
      await rows[name](OLD)
      touched.set(name, await rows[name](YOUNG))
    }
    await addAlarm(OLD, 'open')
  })

  it('is told before it goes, and after it went there is nothing left but what stays on purpose', async () => {
    const before = await getRetentionReport(bed.as(admin), {})
    const overOf = (report: typeof before) =>
      report.classes.flatMap(({ name, purge }) => (purge === null ? [] : [[name, purge.overNow, purge.heldNow]]))
    expect(overOf(before)).toEqual([
      ['card_data', 2, 1],
      ['sessions', 4, 0],
      ['attempts', 2, 0],
      ['invitations', 2, 0],
      ['connections', 1, 0],
      ['alerts', 4, 0],
      ['measures', 2, 0],
      ['pace', 2, 0],
    ])
    expect(before.overdue).toBe(18)
    const done = await purgeDue(bed.as())
    expect(done?.map(({ dataClass, removed, leftOver, held }) => [dataClass, removed, leftOver, held])).toEqual([
      ['card_data', 1, 1, 1],
      ['sessions', 4, 0, 0],
      ['attempts', 2, 0, 0],
      ['invitations', 2, 0, 0],
      ['connections', 1, 0, 0],
      ['alerts', 4, 0, 0],
      ['measures', 2, 0, 0],
      ['pace', 2, 0, 0],
    ])
    const after = await getRetentionReport(bed.as(admin), {})
    expect(after.overdue).toBe(0)
    for (const [, names] of touched) for (const table of names) expect([table, await count(table)]).not.toEqual([table, 0])
  })

  it('that is card data is emptied, and that it was there stays; of an alarm nobody closed it is kept and told', async () => {
    expect(
      await sql(`select a.state, c.sealed is null as gone, c.purged_at is not null as told
      from card_alarm_content c join card_alarm a on a.id = c.alarm_id order by 1, 2`),
    ).toEqual([
      { state: 'closed', gone: false, told: false },
      { state: 'closed', gone: true, told: true },
      { state: 'open', gone: false, told: false },
    ])
  })

  it('stands in the record by class, with how many, from when to when and by which period', async () => {
    const [act] = await bed.acts('connections')
    expect(act).toMatchObject({ action: 'retention.purged', actor: 'test' })
    expect(act?.body.after).toMatchObject({
      days: 400,
      removed: 1,
      leftOver: 0,
      held: 0,
      oldest: expect.stringMatching(/^20\d\d-/),
    })
    expect((await bed.acts('card_data')).map(({ body }) => body.after)).toMatchObject([{ removed: 1, leftOver: 1, held: 1 }])
  })

  it('is looked for once a day, and then only when asked again', async () => {
    expect(await purgeDue(bed.as())).toEqual([])
    expect((await purgeDue(bed.as(), { again: true }))?.every(({ removed }) => removed === 0)).toBe(true)
    bed.nowMs += DAY_MS
    expect(await purgeDue(bed.as())).toHaveLength(purgedClasses.length)
    bed.nowMs -= DAY_MS
    const looked = await getRetentionReport(bed.as(admin), {})
    for (const { purge } of looked.classes) if (purge !== null) expect(purge.looks).toBeGreaterThanOrEqual(2)
  })

  it('is found by the report whatever the looks said', async () => {
    await rows.connections(700)
    const { overdue, classes } = await getRetentionReport(bed.as(admin), {})
    expect(overdue).toBe(1)
    expect(classes.find(({ name }) => name === 'connections')?.purge).toMatchObject({
      overNow: 1,
      heldNow: 0,
      mostLeft: 0,
      removed: 1,
    })
    await purgeDue(bed.as(), { again: true })
    expect((await getRetentionReport(bed.as(admin), {})).overdue).toBe(0)
  })

  it('is the file of a quarter, whose taking is recorded', async () => {
    const quarter = quarterOf(new Date(bed.nowMs))
    const { fileName, text } = await exportRetention(bed.as(admin), { quarter })
    expect(fileName).toBe(`counterfoil-retention-${quarter}.csv`)
    const lines = text.trim().split('\r\n')
    expect(lines).toHaveLength(1 + dataClassNames.length)
    expect(lines.find((line) => line.startsWith('alerts,'))).toMatch(/^alerts,purged,history,false,400,,\d+,20\d\d-[^,]+,4,20/)
    expect(lines.find((line) => line.startsWith('payments,'))).toBe('payments,kept,books,false,,,,,,,,,')
    expect((await bed.acts(quarter)).map(({ action }) => action)).toEqual(['retention.exported'])
    const before = await getRetentionReport(bed.as(admin), { quarter: '2020-Q1' })
    expect(before.classes.every(({ purge }) => purge === null || (purge.looks === 0 && purge.removed === 0))).toBe(true)
    expect([quarterBegins('2026-Q4'), quarterEnds('2026-Q4')]).toEqual([new Date('2026-10-01'), new Date('2027-01-01')])
  })
})

describe('a deletion', () => {
  const removedOf = async () =>
    (await sql<{ n: number }>(`select sum(removed)::int4 as n from retention_run where class = 'sessions'`))[0]?.n ?? 0
  const addSessions = async (many: number) => {
    for (let made = 0; made < many; made += 1) {
      const id = newId()
      await sql(`insert into session (id, expires_at, token, user_id) values ($1, $2, $4, $3)`, id, ago(OLD), admin, tokenOf(id))
    }
  }
  const old = () => count('session', `expires_at < now() - interval '31 days'`)

  it('that is cut off between two batches is told as far as it went, and the next look goes on with it', async () => {
    await addSessions(25)
    const was = await removedOf()
    let batches = 0
    await purgeDue(bed.as(), { again: true, batch: 10, stopped: () => ++batches === 1 })
    expect(await old()).toBe(15)
    expect((await removedOf()) - was).toBe(10)
    expect(await count('retention_run', 'ended_at is null')).toBe(1)
    const acts = (await bed.acts('sessions')).length
    await purgeDue(bed.as(), { again: true, batch: 10 })
    expect([await old(), (await removedOf()) - was, await count('retention_run', 'ended_at is null')]).toEqual([0, 25, 0])
    // One entry, of all of it.
    expect((await bed.acts('sessions')).slice(acts).map(({ body }) => body.after)).toMatchObject([{ removed: 25 }])
  })

  it('whose connection dies has taken away exactly what it told', async () => {
    await addSessions(25)
    const was = await removedOf()
    const killed = purgeDue(bed.as(), {
      again: true,
      batch: 10,
      stopped: () => {
        void sql(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = 4017048 and database =
          (select oid from pg_database where datname = current_database())`)
        return false
      },
    })
    await killed.catch(() => {})
    expect((await removedOf()) - was + ((await old()) ?? 0)).toBe(25)
    // Whether it was quick enough or not: what is left goes with the next look.
    for (let done = null; done === null; ) done = await purgeDue(bed.as(), { again: true })
    expect([await old(), (await removedOf()) - was]).toEqual([0, 25])
  })

  it('is done by one of several at once', async () => {
    const holder = await bed.database.owner.connect()
    try {
      await holder.query('select pg_advisory_lock(4017048)')
      expect(await purgeDue(bed.as(), { again: true })).toBeNull()
    } finally {
      await holder.query('select pg_advisory_unlock(4017048)')
      holder.release()
    }
    expect(await purgeDue(bed.as(), { again: true })).not.toBeNull()
  })

  it('by a clock that is years ahead takes nothing that is young', async () => {
    await rows.sessions(5)
    const was = await count('session')
    bed.nowMs += 3_650 * DAY_MS
    await purgeDue(bed.as(), { again: true })
    bed.nowMs -= 3_650 * DAY_MS
    expect(await count('session')).toBe(was)
  })

  it.each(['agent_presence', 'join_code', 'operations_alert', 'operations_notice'])(
    'of a young row of %s is refused to everybody',
    async (table) => {
      await expect(bed.database.pool.query(`delete from ${table}`)).rejects.toThrow('this row is kept for')
      await expect(sql(`delete from ${table}`)).rejects.toThrow('this row is kept for')
    },
  )

  it('of young card data, or of an alarm that is open, is refused to everybody; so is changing what was told', async () => {
    const empty = 'update card_alarm_content set sealed = null, purged_at = now() where sealed is not null'
    await expect(bed.database.pool.query(empty)).rejects.toThrow('until its alarm is closed')
    await expect(sql(empty)).rejects.toThrow('until its alarm is closed')
    await expect(bed.database.pool.query('delete from card_alarm_content')).rejects.toThrow('permission denied')
    await expect(sql('update retention_run set removed = removed + 1')).rejects.toThrow('stays as it was counted')
    await expect(sql('delete from retention_run')).rejects.toThrow('insert-only')
    await expect(sql('update retention_period set days = 1')).rejects.toThrow('insert-only')
  })
})

describe('the room each class takes', () => {
  it('is noted once a day, the disk by whoever sees it, and says when it is full', async () => {
    await sql('delete from retention_size; delete from retention_volume')
    const day = async (days: number, freeBytes: number | null) => {
      bed.nowMs += days * DAY_MS
      await measureSizes(bed.as(), freeBytes === null ? null : { freeBytes, sizeBytes: 1e9 })
      bed.nowMs -= days * DAY_MS
    }
    await day(-10, null)
    const sized = await sql<{ bytes: number }>(`select bytes::float8 as bytes from retention_size where class = 'events'`)
    expect(sized[0]?.bytes).toBeGreaterThan(0)
    // A month's partition counts as the table it is of.
    await sql(`update retention_size set bytes = bytes - 10000`)
    await day(0, 5e8)
    await day(0, 4e8)
    expect(await count('retention_size')).toBe(2 * dataClassNames.length)
    const told = await forecastDisk(bed.as(admin))
    expect(told).toMatchObject({ days: 10, volume: { freeBytes: 4e8, sizeBytes: 1e9 } })
    expect(told.classes.find(({ name }) => name === 'events')).toMatchObject({ bytesPerDay: 1_000, bytes: sized[0]?.bytes })
    expect(told.fullInDays).toBe(4e8 / (told.bytesPerDay ?? 0))
    await expect(forecastDisk(bed.as(admin, { kind: 'country', country: 'DE' }))).rejects.toMatchObject({ code: 'forbidden' })
  })
})
