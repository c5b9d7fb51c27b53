import { createInstallation } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordHubNote } from '../src/agents/index.ts'
import { recordAct } from '../src/audit/index.ts'
import {
  changeAuditRule,
  countOverdueDays,
  followLog,
  getAuditDay,
  type ListedDay,
  type ListedDays,
  listAuditDays,
  signAuditDay,
} from '../src/audit-review/index.ts'
import { closeIncident, listIncidents, watchLog } from '../src/incidents/index.ts'
import { saleEvents, scriptAgent } from '../src/testing/index.ts'
import { hubContext, recordMany, sequenceAll } from './audit-log-bed.ts'
import { enrolled, newId, openIngest } from './ingest-bed.ts'
import { DAY_MS, openPeopleBed, type PeopleBed } from './people-bed.ts'

let bed: PeopleBed
let ada: string
let auditor: string
/** All that is followed was done on this day, which is over and should have been signed. */
let day: string

beforeAll(async () => {
  bed = await openPeopleBed()
  // The database says when an entry was recorded.
  bed.nowMs = Date.now()
  await createInstallation(bed.database.db)
  ada = await bed.addPerson({ name: 'Ada Lovelace', role: 'administrator' })
  auditor = await bed.addPerson({ name: 'Auditor' })
  // What setting up takes was not done by anybody. The database may have been made from one of yesterday.
  await bed.database.owner.query(`update audit_follower set since = now() - interval '2 days'`)
  day = (await unsigned()).at(-1)?.day ?? ''
})
afterAll(() => bed?.close())

const unsigned = async () => (await listAuditDays(bed.as(auditor), { signed: false })).days

async function follow(most = 256): Promise<number> {
  await putBack()
  await sequenceAll(bed.database.pool)
  let found = 0
  for (;;) {
    const round = await followLog(hubContext(bed.database.pool), { most })
    found += round.found
    if (round.looked === 0) return found
  }
}
/** Moves what waits for its place two days back: the database says when an entry was recorded, and it cannot be asked to wait. */
async function putBack(): Promise<void> {
  const { owner } = bed.database
  await owner.query('alter table audit_entry disable trigger user')
  await owner.query(
    `update audit_entry set recorded_at = recorded_at - interval '2 days', acted_at = acted_at - interval '2 days'
     where id in (select entry_id from audit_queue)`,
  )
  await owner.query('alter table audit_entry enable trigger user')
}

const become = (before: string, after: string) => ({
  action: 'person.access_changed' as const,
  target: { type: 'person', id: auditor },
  before: { role: before },
  after: { role: after },
})
const everythingFound = async () =>
  (await Promise.all((await unsigned()).map((one) => getAuditDay(bed.as(auditor), { day: one.day })))).flatMap((one) => [
    ...one.findings,
  ])
const findings = async () => (await getAuditDay(bed.as(auditor), { day })).findings

describe('the daily review', () => {
  it('finds by rules what is new in the log, nothing twice by several at once or after a restart', async () => {
    const { pool } = bed.database
    await recordMany(pool, 300)
    await recordAct(bed.as(ada), pool, become('auditor', 'administrator'))
    await putBack()
    await sequenceAll(pool)
    const rounds = await Promise.all([1, 2, 3].map(() => followLog(hubContext(pool), { most: 200 })))
    await follow()
    expect(rounds.reduce((sum, { looked }) => sum + looked, 0)).toBe(301)
    expect((await findings()).filter(({ rule }) => rule === 'new_administrator')).toMatchObject([
      { rule: 'new_administrator', ruleVersion: 1, actorName: 'Ada Lovelace', action: 'person.access_changed' },
    ])
    expect(await follow()).toBe(0)
  })

  it('keeps with each finding the version of the rule, whose change is an entry', async () => {
    const off = { rule: 'new_administrator', version: 1, enabled: false, parameters: {} } as const
    expect(await changeAuditRule(bed.as(ada), off)).toEqual({ version: 2 })
    await expect(changeAuditRule(bed.as(ada), off)).rejects.toMatchObject({ code: 'conflict' })
    await recordAct(bed.as(ada), bed.database.pool, become('auditor', 'administrator'))
    await follow()
    await changeAuditRule(bed.as(ada), { ...off, version: 2, enabled: true })
    await recordAct(bed.as(ada), bed.database.pool, become('auditor', 'administrator'))
    await follow()
    const versions = (await findings()).filter(({ rule }) => rule === 'new_administrator').map(({ ruleVersion }) => ruleVersion)
    expect(versions).toEqual([1, 3])
    expect((await bed.acts('new_administrator')).map(({ action }) => action)).toEqual([
      'audit.rule_changed',
      'audit.rule_changed',
    ])
    const wrong = { rule: 'failed_sign_ins', version: 1, enabled: true, parameters: { minutes: 0 } } as const
    await expect(changeAuditRule(bed.as(ada), wrong)).rejects.toMatchObject({ code: 'invalid' })
  })

  it('is signed when the day is over, by nobody who acted in it, for exactly what was shown', async () => {
    const hash = async () => (await getAuditDay(bed.as(auditor), { day })).statement.hash
    const sign = async (who: string, statementHash?: string) =>
      signAuditDay(bed.as(who), { day, note: 'looked at all', statementHash: statementHash ?? (await hash()) })
    const running = {
      day: (await unsigned())[0]?.day ?? '',
      note: 'too early',
      statementHash: '0'.repeat(64),
    }
    await expect(signAuditDay(bed.as(auditor), running)).rejects.toMatchObject({ reason: 'day_runs' })
    await recordAct(bed.as(ada), bed.database.pool, become('auditor', 'administrator'))
    await putBack()
    // The rules have not seen all of it.
    await expect(sign(auditor)).rejects.toMatchObject({ reason: 'day_runs' })
    await follow()
    await expect(sign(ada)).rejects.toMatchObject({ code: 'forbidden', reason: 'acted_oneself' })
    await expect(sign(auditor, '0'.repeat(64))).rejects.toMatchObject({ reason: 'statement_changed' })
    expect(await countOverdueDays(bed.as(auditor))).toBe(1)
    const shown = await getAuditDay(bed.as(auditor), { day })
    expect(shown).toMatchObject({ complete: true, actedOneself: false, signed: null })
    await sign(auditor)
    await expect(sign(auditor)).rejects.toMatchObject({ code: 'conflict' })
    const signed = await listAuditDays(bed.as(auditor), { signed: true })
    expect(signed.days).toMatchObject([{ day, state: 'signed', signedBy: 'Auditor' }])
    expect((await unsigned()).map((one) => one.day)).not.toContain(day)
    expect(await countOverdueDays(bed.as(auditor))).toBe(0)
    expect((await bed.acts(day)).find(({ action }) => action === 'audit.day_reviewed')).toMatchObject({
      actor: auditor,
      body: { after: { statement: shown.statement.hash, findings: shown.findings.length, entries: shown.entries } },
    })
  })

  it('is kept by the database itself: no second signature, no change, no finding in a signed day', async () => {
    const { owner } = bed.database
    await expect(owner.query('update audit_day_review set note = $1', ['x'])).rejects.toThrow('refused')
    await expect(owner.query('delete from audit_finding')).rejects.toThrow('refused')
    const found = await findings()
    // What comes late in a signed day is the next day's to look at.
    await recordAct(bed.as(ada), bed.database.pool, become('auditor', 'administrator'))
    expect(await follow()).toBeGreaterThan(0)
    expect(await findings()).toEqual(found)
  })
})

describe('a day nobody signed', () => {
  it('stays among those to sign until somebody does, page by page, however long ago it was', async () => {
    const { owner } = bed.database
    // Two days more than asked for: where summer time was in force then, the first of them may begin a date later.
    await owner.query(`update audit_follower set since = since - interval '402 days'`)
    const all: ListedDay[] = []
    let cursor: string | null = null
    do {
      const page: ListedDays = await listAuditDays(bed.as(auditor), { signed: false, cursor, limit: 120 })
      expect(page.overdue).toBeGreaterThanOrEqual(400)
      all.push(...page.days)
      cursor = page.next
    } while (cursor !== null)
    expect(new Set(all.map((one) => one.day)).size).toBe(all.length)
    const oldest = all.at(-1)
    expect(oldest).toMatchObject({ state: 'overdue', signedAt: null })
    expect(all.filter(({ state }) => state === 'overdue')).toHaveLength(await countOverdueDays(bed.as(auditor)))
    const { statement } = await getAuditDay(bed.as(auditor), { day: oldest?.day ?? '' })
    await signAuditDay(bed.as(auditor), { day: oldest?.day ?? '', note: 'late', statementHash: statement.hash })
    const left = await listAuditDays(bed.as(auditor), { signed: false, cursor: all.at(-3)?.day ?? '' })
    expect(left.days.map((one) => one.day)).toEqual([all.at(-2)?.day])
    await owner.query(`update audit_follower set since = since + interval '402 days'`)
  })
})

describe('an incident', () => {
  it('opens by itself from the log with its times, once, and is closed by a person with cause and fix', async () => {
    const { pool } = bed.database
    const before = { lastSeen: Date.now() - 2 * DAY_MS - 90_000 }
    await recordAct(hubContext(pool), pool, {
      action: 'log.gap',
      target: { type: 'log', id: 'log' },
      outcome: 'failed',
      before,
    })
    await recordAct(hubContext(pool), pool, { action: 'card_alarm.raised', target: { type: 'card_alarm', id: 'a1' } })
    await follow()
    const open = await listIncidents(bed.as(auditor))
    expect(open.map(({ kind }) => kind).sort()).toEqual(['card_number', 'log_gap'])
    const gap = open.find(({ kind }) => kind === 'log_gap')
    expect(gap?.beganAt.getTime()).toBe(before.lastSeen)
    expect(gap?.endedAt).not.toBeNull()
    const id = gap?.id ?? ''
    await closeIncident(bed.as(ada), { id, cause: 'power failure', fix: 'a second feed' })
    await expect(closeIncident(bed.as(ada), { id, cause: 'x', fix: 'y' })).rejects.toMatchObject({ code: 'conflict' })
    expect((await listIncidents(bed.as(auditor))).find((one) => one.id === id)).toMatchObject({
      cause: 'power failure',
      fix: 'a second feed',
      closedBy: 'Ada Lovelace',
    })
    expect((await bed.acts(id)).map(({ action }) => action)).toEqual(['incident.opened', 'incident.closed'])
  })

  it('does not open while a new installation waits for its first hub', async () => {
    const bare = await openPeopleBed()
    await recordMany(bare.database.pool, 1)
    await bare.database.owner.query('alter table audit_entry disable trigger user')
    await bare.database.owner.query(`update audit_entry set recorded_at = recorded_at - interval '2 minutes'`)
    expect(await watchLog(hubContext(bare.database.pool))).toEqual({ stopped: false })
    await bare.close()
  })

  it('opens while entries wait for their place, cannot be closed meanwhile, and ends when the log goes on', async () => {
    const { pool, owner } = bed.database
    await follow()
    await recordMany(pool, 1)
    expect(await watchLog(hubContext(pool))).toEqual({ stopped: false })
    await owner.query('alter table audit_entry disable trigger user')
    await owner.query(
      `update audit_entry set recorded_at = recorded_at - interval '2 minutes' where id in (select entry_id from audit_queue)`,
    )
    await owner.query('alter table audit_entry enable trigger user')
    expect(await watchLog(hubContext(pool))).toEqual({ stopped: true })
    expect(await watchLog(hubContext(pool))).toEqual({ stopped: true })
    const stopped = (await listIncidents(bed.as(auditor))).filter(({ kind }) => kind === 'log_stopped')
    expect(stopped).toHaveLength(1)
    const id = stopped[0]?.id ?? ''
    await expect(closeIncident(bed.as(ada), { id, cause: 'x', fix: 'y' })).rejects.toMatchObject({ reason: 'incident_goes_on' })
    await sequenceAll(pool)
    expect(await watchLog(hubContext(pool))).toEqual({ stopped: false })
    await closeIncident(bed.as(ada), { id, cause: 'hub was down', fix: 'started it' })
    expect((await bed.acts(id)).map(({ action }) => action)).toEqual(['incident.opened', 'incident.ended', 'incident.closed'])
  })
})

describe('a stream of an agent', () => {
  it('that forks or has lost events is in the log as an act of the hub about the agent, found and an incident', async () => {
    const { pool, db } = bed.database
    const { ingest } = await openIngest(pool)
    const { agent, script, sign } = await enrolled(db)
    const gap = { kind: 'agent.gap', class: 'debug', count: 3, firstSeq: 1, lastSeq: 2, fromMs: 1, toMs: 2, why: 'disk' } as const
    const clock = { kind: 'agent.alert', code: 'clock_offset', state: 'raised', detail: '9.0 s behind' } as const
    const envelope = { v: 1, at: Date.now(), mono: 1, boot: newId() } as const
    await ingest.submit(
      agent,
      script.batch([
        { ...envelope, ...gap },
        { ...envelope, ...clock },
      ]),
    )
    const other = scriptAgent({ uid: agent.uid, sign, epoch: agent.epoch })
    expect(await ingest.submit(agent, other.batch(saleEvents({ id: newId() })))).toMatchObject({ ok: false, code: 'fork' })
    await ingest.close()
    expect((await bed.acts(String(agent.id))).map(({ action, actor, body }) => [action, actor, body.reason])).toEqual([
      ['agent.gap', 'hub', 'disk'],
      ['agent.clock_off', 'hub', 'clock_offset'],
      ['agent.forked', 'hub', 'other_hash'],
    ])
    const hub = hubContext(pool)
    const note = { kind: 'agent.disk_reset', agentId: agent.id, storeId: agent.storeId, detail: { join: 4 } }
    await recordHubNote(hub, note)
    await sequenceAll(pool)
    await follow()
    const about = (await everythingFound()).filter(({ targetId }) => targetId === String(agent.id))
    expect(about.map(({ rule, action }) => [rule, action])).toEqual([
      ['agent_gap', 'agent.gap'],
      ['clock', 'agent.clock_off'],
      ['fork', 'agent.forked'],
      ['fork', 'agent.disk_reset'],
    ])
    const open = await listIncidents(bed.as(auditor))
    expect(
      open
        .filter(({ subject }) => subject === String(agent.id))
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['agent_fork', 'agent_gap'])
  })

  it('that lacks a batch which was there is found by the heads the log keeps', async () => {
    const { pool, db, owner } = bed.database
    const { ingest } = await openIngest(pool)
    const { agent, script } = await enrolled(db)
    for (let turn = 0; turn < 3; turn += 1) await ingest.submit(agent, script.batch(saleEvents({ id: newId() })))
    await ingest.close()
    await owner.query('alter table agent_batch disable trigger user')
    await owner.query('delete from agent_batch where agent_id = $1 and first_seq = 4', [agent.id])
    await owner.query('alter table agent_batch enable trigger user')
    await follow()
    const found = (await everythingFound()).filter(({ facts }) => facts.agentId === agent.id)
    expect(found).toMatchObject([{ rule: 'agent_gap', action: 'agents.heads', facts: { first: 4, last: 6 } }])
  })
})
