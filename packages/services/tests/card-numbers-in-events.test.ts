import { chainHashes } from '@counterfoil/audit'
import { subscribeToChanges } from '@counterfoil/db'
import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { cutCardNumbers } from '@counterfoil/protocol'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { contentPurpose } from '../src/card-alarms/index.ts'
import type { IngestAgent } from '../src/ingest/index.ts'
import { rebuildProjections } from '../src/rebuild/index.ts'
import { type Said, type ScriptedAgent, saleEvents, testOpener } from '../src/testing/index.ts'
import { type Bed, enrolled, newId, openIngest, until } from './ingest-bed.ts'

const NUMBER = '5555555555554444'
const WRITTEN = '5555 5555 5555 4444'
const CUT = '5555 55** **** 4444'

let base: TestDatabase
let bed: Bed
let agent: IngestAgent
let script: ScriptedAgent
beforeAll(async () => {
  base = await openTestDatabase()
})
afterAll(() => base.close())
beforeEach(async () => {
  bed = await openIngest(base.pool)
  ;({ agent, script } = await enrolled(base.db))
})
afterEach(async () => {
  expect(bed.troubles).toEqual([])
  await bed.ingest.close()
})

const submit = (events: readonly Said[]) => bed.ingest.submit(agent, script.batch(events))
const eventsOf = async (id = agent.id) =>
  (
    await base.pool.query<{ seq: number; kind: string; body: string; hash: Buffer; cut: boolean; understood: boolean }>(
      `select seq::float8 as seq, kind, convert_from(body, 'UTF8') as body, hash, cut, understood from event where agent_id = $1 order by seq`,
      [id],
    )
  ).rows
const alarmsOf = async (id = agent.id) =>
  (
    await base.pool.query(
      `select id::text as id, place, source_kind as "sourceKind", source_id as "sourceId", till, count, numbers, state from card_alarm
       where agent_id = $1 order by found_at, place`,
      [id],
    )
  ).rows
/** What was sealed for an alarm, opened. */
const contentsOf = async (alarmId: string) => {
  const { rows } = await base.pool.query<{ id: string; what: string; seq: number | null; sealed: Buffer }>(
    'select id::text as id, what, seq::float8 as seq, sealed from card_alarm_content where alarm_id = $1 order by found_at, seq',
    [alarmId],
  )
  return rows.map(({ id, what, seq, sealed }) => ({
    what,
    seq,
    exact: new TextDecoder().decode(testOpener.open(contentPurpose(id), sealed)),
  }))
}
/** Every row there is, as text. */
const everything = async () => {
  const { rows: tables } = await base.owner.query<{ name: string }>(
    `select quote_ident(relname) as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  )
  const dumps = await Promise.all(tables.map(({ name }) => base.owner.query(`select t::text as row from ${name} t`)))
  return dumps.flatMap(({ rows }) => rows.map(({ row }) => String(row))).join('\n')
}

describe('a card number in an event', () => {
  it('is cut out of what is kept, and everything but the record itself goes on from that', async () => {
    const [payment, heard] = [newId(), [] as string[]]
    const changes = subscribeToChanges(
      base.url,
      ({ entity, id }) => heard.push(`${entity} ${id}`),
      () => heard.push('listening'),
    )
    await until(() => heard.includes('listening'))
    const events = saleEvents({ id: payment, basket: `Kunde ${WRITTEN}` })
    expect(await submit(events)).toMatchObject({ ok: true, highWater: 3 })

    const kept = await eventsOf()
    expect(kept.map(({ cut, understood }) => [cut, understood])).toEqual([
      [true, true],
      [false, true],
      [false, true],
    ])
    expect(JSON.parse(kept[0]?.body ?? '{}')).toMatchObject({ details: { basket: `Kunde ${CUT}`, cashier: 'c7' } })
    const { rows } = await base.pool.query('select basket, outcome, first6 from payment where id = $1', [payment])
    expect(rows).toEqual([{ basket: 'Kunde **** **** **** 4444', outcome: 'approved', first6: '476173' }])

    const [alarm] = await alarmsOf()
    expect(await alarmsOf()).toMatchObject([
      {
        place: 'payment.opened.details.basket',
        sourceKind: 'agent',
        sourceId: String(agent.id),
        count: 1,
        numbers: ['555555******4444'],
        state: 'open',
      },
    ])
    await until(() => heard.includes(`card_alarm ${alarm.id}`))
    await changes.close()
    const audit = await base.pool.query(`select actor_type, actor_id from audit_entry where target_id = $1`, [alarm.id])
    expect(audit.rows).toEqual([{ actor_type: 'agent', actor_id: String(agent.id) }])
  })

  it('is sealed with all of its body, of which the chain is', async () => {
    await submit([...saleEvents({ id: newId() }), ...saleEvents({ id: newId(), basket: NUMBER })])
    const kept = await eventsOf()
    const [alarm] = await alarmsOf()
    const [content, ...more] = await contentsOf(alarm.id)
    expect(more).toEqual([])
    expect(content).toMatchObject({ what: 'event', seq: 4, exact: expect.stringContaining(NUMBER) })
    const before = kept[2]?.hash ?? Buffer.alloc(0)
    expect(Buffer.from(chainHashes(before, [content?.exact ?? '']))).toEqual(kept[3]?.hash)
    expect(cutCardNumbers(content?.exact ?? '')).toBe(kept[3]?.body)
    expect(Buffer.from(chainHashes(before, [kept[3]?.body ?? '']))).not.toEqual(kept[3]?.hash)
  })

  it.each<[string, Said, string]>([
    [
      'a terminal’s text',
      { kind: 'terminal.condition', terminal: 'zvt-1', condition: 'ready', text: WRITTEN },
      'terminal.condition.text',
    ],
    [
      'a note of a message',
      {
        ...(saleEvents({ id: newId() })[1] as Said),
        transcript: [{ ms: 1, direction: 'from_terminal', name: 'print_line', hex: '06d1', note: WRITTEN }],
      },
      'payment.answered.transcript[].note',
    ],
    [
      'a field nobody knows',
      { kind: 'agent.started', version: '1', protocol: 1, platform: 'x', more: { deep: [WRITTEN] } },
      'agent.started.more.deep[]',
    ],
    ['an event nobody knows', { kind: 'later.kind', text: WRITTEN }, 'later.kind.text'],
    ['a name of a field', { kind: 'later.kind', [NUMBER]: 1 }, 'later.kind.555555******4444'],
    ['a number', { kind: 'later.kind', pan: Number(NUMBER) }, 'later.kind.pan'],
    ['the kind itself', { kind: NUMBER }, 'unreadable.kind'],
    [
      'a reference that is too long to be one',
      { kind: 'terminal.totals', terminal: NUMBER, currency: NUMBER },
      'terminal.totals.currency',
    ],
  ])('is found in %s', async (_, event, place) => {
    expect(await submit([event])).toMatchObject({ ok: true })
    expect((await alarmsOf()).map((alarm) => alarm.place)).toContain(place)
    const [kept] = await eventsOf()
    expect(kept).toMatchObject({ cut: true })
    expect((kept?.body ?? '').replaceAll(' ', '')).not.toContain(NUMBER)
  })

  it.each([
    ['no JSON', `{"kind":"x","text":"${WRITTEN}"`],
    ['a field twice', `{"kind":"x","text":"${WRITTEN}","text":"none"}`],
    ['escapes', `{"kind":"x","text":"\\u0035555 5555\\u00205555 4444"}`],
    ['other digits', '{"kind":"x","text":"５５５５５５５５５５５５４４４４"}'],
  ])('is found in a body that is %s, and the body is kept sealed', async (_, body) => {
    expect(await bed.ingest.submit(agent, script.batchOfBodies([body]))).toMatchObject({ ok: true })
    const [kept] = await eventsOf()
    expect(kept).toMatchObject({ cut: true, understood: false })
    const [alarm] = await alarmsOf()
    expect(await contentsOf(alarm.id)).toEqual([{ what: 'event', seq: 1, exact: body }])
  })

  it('counts into the alarm that is open for its place and source, and opens another one after that was closed', async () => {
    const basket = (number: string) => saleEvents({ id: newId(), basket: number })
    await submit(basket(NUMBER))
    await submit([...basket('4111111111111111'), ...basket(NUMBER)])
    const [alarm, ...more] = await alarmsOf()
    expect(more).toEqual([])
    expect(alarm).toMatchObject({ count: 3, numbers: ['555555******4444', '411111******1111'] })
    expect((await contentsOf(alarm.id)).map(({ seq }) => seq)).toEqual([1, 4, 7])
    await base.owner.query(`insert into "user" (id, name, email) values ('closer', 'x', 'x@x') on conflict do nothing`)
    await base.owner.query(
      `update card_alarm set state = 'closed', ended_at = last_found_at, cause = 'c', fix = 'f', closed_at = now(), closed_by = 'closer' where id = $1`,
      [alarm.id],
    )
    await submit(basket(NUMBER))
    expect((await alarmsOf()).map(({ state, count }) => [state, count])).toEqual([
      ['closed', 3],
      ['open', 1],
    ])
  })

  it('is acknowledged once more when it comes again, and raised once', async () => {
    const batch = script.batch(saleEvents({ id: newId(), basket: NUMBER }))
    const first = await bed.ingest.submit(agent, batch)
    expect(await bed.ingest.submit(agent, batch)).toEqual(first)
    expect(await alarmsOf()).toMatchObject([{ count: 1 }])
  })

  it('in a batch of a revoked agent is kept aside sealed', async () => {
    const revoked = await enrolled(base.db, { state: 'revoked' })
    const batch = revoked.script.batch(saleEvents({ id: newId(), basket: WRITTEN }))
    for (let times = 0; times < 2; times += 1)
      expect(await bed.ingest.submit(revoked.agent, batch)).toMatchObject({ ok: true, quarantined: true })
    const { rows } = await base.pool.query('select batch from quarantined_batch where agent_id = $1', [revoked.agent.id])
    expect(rows[0].batch.bodies).toContain(CUT)
    const [alarm] = await alarmsOf(revoked.agent.id)
    expect(alarm).toMatchObject({ count: 1 })
    expect(await contentsOf(alarm.id)).toEqual([{ what: 'batch', seq: 1, exact: batch.bodies }])
  })

  it('is told by its agent, which has cut it already', async () => {
    const lanes = [{ key: 'zvt-1', lane: '1', protocol: 'zvt', link: 'tcp', address: 'x:1' }]
    const told = { kind: 'agent.card_number', numbers: ['411111******1111'] }
    await submit([
      { kind: 'agent.configured', terminals: lanes },
      { ...told, place: 'terminal.display', terminal: 'zvt-1', count: 4 },
      { ...told, place: 'till.basket', till: 'till-3', count: 1 },
    ])
    const { rows } = await base.pool.query('select terminal_id::text as id from terminal_assignment where agent_id = $1', [
      agent.id,
    ])
    expect(await alarmsOf()).toMatchObject([
      { place: 'terminal.display', sourceKind: 'terminal', sourceId: rows[0].id, count: 4, till: null },
      { place: 'till.basket', sourceKind: 'agent', sourceId: String(agent.id), count: 1, till: 'till-3' },
    ])
    for (const { id } of await alarmsOf()) expect(await contentsOf(id)).toEqual([])
    expect((await eventsOf()).map(({ cut }) => cut)).toEqual([false, false, false])
  })
})

describe('all of the above', () => {
  it('left no card number in the database, in whatever way it was written', async () => {
    const text = (await everything()).normalize('NFKC')
    expect(text).toContain('555555******4444')
    for (const number of [NUMBER, '4111111111111111']) {
      expect(text.replaceAll(/[ -]/g, '')).not.toContain(number)
      // Bytes stand in a dump in hexadecimal.
      expect(text).not.toContain(Buffer.from(number).toString('hex'))
    }
    expect(text).not.toContain(Buffer.from(WRITTEN).toString('hex'))
  })

  it('gives the same figures when they are made again from the record', async () => {
    const rebuilt = await rebuildProjections({ pool: base.owner, by: 'check' })
    expect(rebuilt.events).toBeGreaterThan(20)
    expect(rebuilt.differences).toEqual([])
  })
})
