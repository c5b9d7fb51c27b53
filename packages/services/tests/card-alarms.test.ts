import { createStore, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  approveCardAlarmOpening,
  askCardAlarmOpening,
  type CardAlarmFind,
  closeCardAlarm,
  countOpenCardAlarms,
  getCardAlarm,
  listCardAlarms,
  openCardAlarm,
  raiseCardAlarm,
  refuseCardNumbers,
} from '../src/card-alarms/index.ts'
import type { ServiceContext } from '../src/context.ts'
import { type Reach, wholeChain } from '../src/permissions/index.ts'
import { testOpener, testSealer } from '../src/testing/index.ts'
import { createOpener, deriveHubKeys, registerHubKeys } from '../src/vault/index.ts'
import { newId } from './ingest-bed.ts'

const MINUTE = 60_000
const NUMBER = '5555555555554444'

let base: TestDatabase
let stores: { readonly koeln: number; readonly rennes: number }
let nowMs = Date.UTC(2026, 10, 20, 12)
const clock = {
  nowMs: () => nowMs,
  advance(ms: number) {
    nowMs += ms
  },
}
beforeAll(async () => {
  base = await openTestDatabase()
  const koeln = await createStore(base.db, { country: 'DE' })
  const rennes = await createStore(base.db, { country: 'FR' })
  stores = { koeln: koeln.id, rennes: rennes.id }
  for (const [id, name] of Object.entries({ ada: 'Ada Berg', bo: 'Bo Lind', eve: 'Eve Moss' }))
    await base.owner.query(
      `insert into "user" (id, name, email, role) values ($1, $2, $1 || '@chain.example', 'administrator')`,
      [id, name],
    )
  await registerHubKeys(as('ada'), [deriveHubKeys(new Uint8Array(32))])
})
afterAll(() => base.close())

function as(id: string, reach: Reach = wholeChain): ServiceContext {
  const actor = { kind: 'user', id, sessionId: 's', reach, factors: ['password', 'totp'] } as const
  return { db: base.db, pool: base.pool, now: () => new Date(clock.nowMs()), newId, actor }
}
const server = (): ServiceContext => ({ ...as('ada'), actor: { kind: 'system', name: 'cli' } })

let nth = 0
/** An alarm of a place nobody has had, with what was found sealed unless told otherwise. */
async function raise(given: Partial<CardAlarmFind> = {}): Promise<string> {
  nth += 1
  const find: CardAlarmFind = {
    place: `people.invite.name${nth}`,
    source: { kind: 'person', id: 'eve' },
    storeId: null,
    agentId: null,
    terminalId: null,
    till: null,
    numbers: ['555555******4444'],
    count: 1,
    content: { what: 'input', exact: `{"name":"${NUMBER}"}` },
    ...given,
  }
  return raiseCardAlarm({ ...as('eve'), sealer: testSealer }, base.pool, find)
}
const actsOf = async (id: string) =>
  (
    await base.pool.query(
      `select action, actor_type || '/' || actor_id as actor from audit_entry where target_id = $1 order by recorded_at, action`,
      [id],
    )
  ).rows.map(({ action, actor }) => `${action} ${actor}`)

describe('an alarm', () => {
  it('is listed with who did it and the last four digits, the newest first, and counted while it is open', async () => {
    const before = (await countOpenCardAlarms(as('ada'))).open
    const first = await raise()
    clock.advance(1_000)
    const second = await raise({ numbers: ['411111******1111', '555555******4444'], count: 9 })
    expect((await countOpenCardAlarms(as('ada'))).open).toBe(before + 2)
    const { alarms } = await listCardAlarms(as('ada'), { limit: 100 })
    expect(alarms.slice(0, 2)).toMatchObject([
      { id: second, last4: ['1111', '4444'], count: 9, source: { kind: 'person', name: 'Eve Moss' }, state: 'open' },
      { id: first, last4: ['4444'], count: 1 },
    ])
    expect(JSON.stringify(alarms)).not.toMatch(/555555|411111/)
    const page = await listCardAlarms(as('ada'), { limit: 1 })
    expect(page).toMatchObject({ more: true, alarms: [{ id: second }] })
    const after = { foundAtMs: page.alarms[0]?.foundAtMs ?? 0, id: second }
    expect((await listCardAlarms(as('ada'), { after, limit: 1 })).alarms[0]?.id).toBe(first)
  })

  it('of a store is known within reach, of none to whoever sees the whole chain', async () => {
    const koeln = await raise({ storeId: stores.koeln })
    const none = await raise()
    const french: Reach = { kind: 'country', country: 'FR' }
    for (const id of [koeln, none]) {
      await expect(getCardAlarm(as('ada', french), { id })).rejects.toMatchObject({ code: 'not_found' })
      await expect(askCardAlarmOpening(as('ada', french), { alarmId: id, why: 'x' })).rejects.toMatchObject({ code: 'not_found' })
      const times = { startedAtMs: 0, endedAtMs: 0 }
      await expect(closeCardAlarm(as('ada', french), { alarmId: id, ...times, cause: 'x', fix: 'x' })).rejects.toMatchObject({
        code: 'not_found',
      })
    }
    expect((await listCardAlarms(as('ada', french), { limit: 100 })).alarms).toEqual([])
    expect(await countOpenCardAlarms(as('ada', french))).toEqual({ open: 0 })
    const german: Reach = { kind: 'country', country: 'DE' }
    expect((await listCardAlarms(as('ada', german), { limit: 100 })).alarms.map(({ id }) => id)).toEqual([koeln])
  })

  it('is closed with start, end, cause and fix, once', async () => {
    const id = await raise()
    const at = clock.nowMs()
    const answer = { alarmId: id, startedAtMs: at - MINUTE, endedAtMs: at, cause: 'A form', fix: 'It is gone' }
    await expect(closeCardAlarm(as('ada'), { ...answer, endedAtMs: at - 2 * MINUTE })).rejects.toMatchObject({
      reason: 'times_wrong',
    })
    await expect(closeCardAlarm(as('ada'), { ...answer, endedAtMs: at + MINUTE })).rejects.toMatchObject({
      reason: 'times_wrong',
    })
    await closeCardAlarm(as('ada'), answer)
    await expect(closeCardAlarm(as('bo'), answer)).rejects.toMatchObject({ reason: 'already_closed' })
    const { cause, fix, startedAtMs, endedAtMs, closedBy, state } = await getCardAlarm(as('bo'), { id })
    expect({ cause, fix, startedAtMs, endedAtMs, closedBy, state }).toEqual({
      cause: 'A form',
      fix: 'It is gone',
      startedAtMs: at - MINUTE,
      endedAtMs: at,
      closedBy: 'Ada Berg',
      state: 'closed',
    })
    expect(await actsOf(id)).toEqual(['card_alarm.raised user/eve', 'card_alarm.closed user/ada'])
  })
})

describe('opening one', () => {
  const ask = (id: string, who = 'ada') => askCardAlarmOpening(as(who), { alarmId: id, why: 'Which card is it?' })

  it('takes somebody who asks, another who approves, and the server, and shows it once', async () => {
    const id = await raise()
    await expect(openCardAlarm(server(), testOpener, id)).rejects.toMatchObject({ reason: 'not_approved' })
    const { id: openingId } = await ask(id)
    await expect(openCardAlarm(server(), testOpener, id)).rejects.toMatchObject({ reason: 'not_approved' })
    await expect(approveCardAlarmOpening(as('ada'), { openingId })).rejects.toMatchObject({ reason: 'same_person' })
    expect((await getCardAlarm(as('bo'), { id })).openings).toMatchObject([
      { state: 'asked', askedBy: { name: 'Ada Berg' }, why: 'Which card is it?' },
    ])
    await approveCardAlarmOpening(as('bo'), { openingId })
    await expect(approveCardAlarmOpening(as('eve'), { openingId })).rejects.toMatchObject({ reason: 'already_approved' })
    const opened = await openCardAlarm(server(), testOpener, id)
    expect(opened).toMatchObject({ askedBy: 'ada@chain.example', approvedBy: 'bo@chain.example' })
    expect(opened.contents).toMatchObject([{ what: 'input', exact: `{"name":"${NUMBER}"}` }])
    await expect(openCardAlarm(server(), testOpener, id)).rejects.toMatchObject({ reason: 'not_approved' })
    expect((await getCardAlarm(as('bo'), { id })).openings).toMatchObject([{ state: 'opened' }])
    expect(await actsOf(id)).toEqual([
      'card_alarm.raised user/eve',
      'card_alarm.opening_asked user/ada',
      'card_alarm.opening_approved user/bo',
      'card_alarm.opened system/cli',
    ])
  })

  it.each([
    ['is disabled', `state = 'disabled', disabled_at = now()`],
    ['has another role', `role = 'operations'`],
    ['no longer reaches the store', `reach = 'country', reach_country = 'FR'`],
  ])('is not approved when whoever asked %s by then, and somebody else asks anew', async (_what, changed) => {
    const set = (columns: string) => base.owner.query(`update "user" set ${columns} where id = 'ada'`)
    const id = await raise({ storeId: stores.koeln })
    const { id: openingId } = await ask(id)
    await set(changed)
    try {
      await expect(approveCardAlarmOpening(as('bo'), { openingId })).rejects.toMatchObject({ reason: 'first_person_gone' })
      expect(await actsOf(id)).not.toContain('card_alarm.opening_approved user/bo')
      const anew = await ask(id, 'bo')
      await approveCardAlarmOpening(as('eve'), { openingId: anew.id })
    } finally {
      await set(`state = 'active', disabled_at = null, role = 'administrator', reach = 'chain', reach_country = null`)
    }
  })

  it('is over sixty minutes after it was asked, and sixty after it was approved', async () => {
    const id = await raise()
    const late = await ask(id)
    await expect(ask(id, 'bo')).rejects.toMatchObject({ reason: 'opening_waits' })
    clock.advance(60 * MINUTE + 1)
    await expect(approveCardAlarmOpening(as('bo'), { openingId: late.id })).rejects.toMatchObject({ reason: 'opening_expired' })
    const { id: openingId } = await ask(id)
    clock.advance(59 * MINUTE)
    await approveCardAlarmOpening(as('bo'), { openingId })
    clock.advance(60 * MINUTE + 1)
    await expect(openCardAlarm(server(), testOpener, id)).rejects.toMatchObject({ reason: 'not_approved' })
    expect((await getCardAlarm(as('bo'), { id })).openings.map(({ state }) => state)).toEqual(['expired', 'expired'])
  })

  it('shows what one of two tries at the same moment asked for, once', async () => {
    const id = await raise()
    const { id: openingId } = await ask(id)
    const approvals = await Promise.allSettled(['bo', 'eve'].map((who) => approveCardAlarmOpening(as(who), { openingId })))
    expect(approvals.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const looks = await Promise.allSettled([1, 2].map(() => openCardAlarm(server(), testOpener, id)))
    expect(looks.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('is not asked for where nothing is kept, and not by a program', async () => {
    const id = await raise({ content: null })
    await expect(ask(id)).rejects.toMatchObject({ reason: 'nothing_sealed' })
    const sealed = await raise()
    const token: ServiceContext = { ...as('ada'), actor: { kind: 'token', id: 't', reach: wholeChain } }
    await expect(askCardAlarmOpening(token, { alarmId: sealed, why: 'x' })).rejects.toMatchObject({ reason: 'person_wanted' })
  })

  it('fails with another key, and leaves the approval for the right one', async () => {
    const id = await raise()
    await approveCardAlarmOpening(as('bo'), { openingId: (await ask(id)).id })
    const other = createOpener([deriveHubKeys(new Uint8Array(32).fill(7)).vault.privateKey])
    await expect(openCardAlarm(server(), other, id)).rejects.toThrow('which is not among those here')
    expect((await openCardAlarm(server(), testOpener, id)).contents).toHaveLength(1)
  })

  it('even in the database takes two people, and what is sealed cannot be changed', async () => {
    const id = await raise()
    const { id: openingId } = await ask(id)
    await expect(
      base.owner.query('update card_alarm_opening set approved_by = asked_by, approved_at = now() where id = $1', [openingId]),
    ).rejects.toThrow('card_alarm_opening_two_people_check')
    await expect(base.pool.query('update card_alarm_content set sealed = $1', [Buffer.alloc(9)])).rejects.toThrow(
      'sealed anew for the key in use',
    )
    await expect(base.owner.query('delete from card_alarm_content')).rejects.toThrow('insert-only')
    await expect(base.pool.query('delete from card_alarm')).rejects.toThrow('permission denied')
    await expect(base.owner.query(`update card_alarm set numbers = '{5555555555554444}' where id = $1`, [id])).rejects.toThrow(
      'card_alarm_truncated_check',
    )
  })
})

describe('an input with a card number', () => {
  const table = { name: 'free', reference: 'typed', password: 'secret' } as const

  it('is refused, and kept sealed without the secrets beside it', async () => {
    const input = { name: `Eve ${NUMBER}`, reference: '4111111111111111', password: 'korrekt pferd' }
    await expect(refuseCardNumbers(as('eve'), 'people.rename', table, input)).rejects.toMatchObject({
      code: 'invalid',
      reason: 'card_number',
      field: 'name',
      message: expect.stringContaining('ends in 4444'),
    })
    const { alarms } = await listCardAlarms(as('ada'), { limit: 1 })
    expect(alarms).toMatchObject([{ place: 'people.rename.name', source: { kind: 'person', id: 'eve' }, last4: ['4444'] }])
    const alarmId = alarms[0]?.id ?? ''
    const { id: openingId } = await askCardAlarmOpening(as('ada'), { alarmId, why: 'x' })
    await approveCardAlarmOpening(as('bo'), { openingId })
    const { contents } = await openCardAlarm(server(), testOpener, alarmId)
    expect(contents.map(({ exact }) => exact)).toEqual([JSON.stringify({ name: `Eve ${NUMBER}` })])
  })

  it('without one goes on', async () => {
    await expect(refuseCardNumbers(as('eve'), 'people.rename', table, { name: 'Eve' })).resolves.toBeUndefined()
    await expect(refuseCardNumbers(as('eve'), 'people.rename', table, undefined)).resolves.toBeUndefined()
  })
})
