import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AuditFilter, listAuditEntries, listTouching, recordAct } from '../src/audit/index.ts'
import type { Reach } from '../src/permissions/index.ts'
import { openPeopleBed, type PeopleBed } from './people-bed.ts'

let bed: PeopleBed
let auditor: string
let admin: string
let guest: string
type Ctx = ReturnType<PeopleBed['as']>
const request = '0198c0de-0000-7000-8000-0000000000aa'

beforeAll(async () => {
  bed = await openPeopleBed()
  auditor = await bed.addPerson({ name: 'Auditor KPMG' })
  admin = await bed.addPerson({ name: 'Ada Lovelace', role: 'administrator' })
  guest = await bed.addPerson({ name: 'L. Qian 李倩', role: 'finance' })
  const act = (by: string | undefined, given: Parameters<typeof recordAct>[2], more: Partial<Ctx> = {}) =>
    recordAct({ ...bed.as(by), ...more }, bed.database.pool, given)
  await act(admin, {
    action: 'person.invited',
    target: { type: 'setup_link', id: 'l1' },
    personal: { email: 'lq@chain.example', note: '成都春熙路 财务' },
  })
  await act(guest, {
    action: 'access.refused',
    target: { type: 'procedure', id: 'people.disable' },
    outcome: 'refused',
    reason: 'permission_missing',
  })
  await act(admin, { action: 'person.disabled', target: { type: 'person', id: guest } }, { requestId: request })
  await act(admin, { action: 'session.ended', target: { type: 'session', id: 's9' } }, { requestId: request })
  await act(undefined, { action: 'card.first_six_read', target: { type: 'payment', id: request } })
})
afterAll(() => bed?.close())

const actions = async (filter: AuditFilter) =>
  (await listAuditEntries(bed.as(auditor), { filter })).rows
    .map(({ action }) => action)
    .filter((action) => action !== 'audit.read')
const readings = async (by: string) =>
  (await bed.database.pool.query(`select body from audit_entry where action = 'audit.read' and actor_id = $1`, [by])).rows.map(
    ({ body }) => JSON.parse(body.toString()),
  )

describe('the log', () => {
  it.each<[string, () => AuditFilter, string[]]>([
    ['a person who acted', () => ({ actor: guest }), ['access.refused']],
    ['an action', () => ({ action: 'person.invited' }), ['person.invited']],
    ['a requirement', () => ({ requirement: '10.2.1.5' }), ['session.ended', 'person.disabled', 'person.invited']],
    ['an outcome', () => ({ outcome: 'refused' }), ['access.refused']],
    ['all that touched a person', () => ({ thing: { type: 'person', id: guest } }), ['person.disabled', 'access.refused']],
    ['all that touched a payment', () => ({ thing: { type: 'payment', id: request } }), ['card.first_six_read']],
    ['the beginning of an address', () => ({ text: 'lq@chain' }), ['person.invited']],
    ['Chinese characters within a name', () => ({ text: '春熙' }), ['person.invited']],
    ['a reason', () => ({ text: 'permission' }), ['access.refused']],
    ['a thing’s id', () => ({ text: 'people.disable' }), ['access.refused']],
    ['words nobody wrote', () => ({ text: 'zebra' }), []],
    ['punctuation alone', () => ({ text: "'&|!:*" }), []],
    ['a time before everything', () => ({ toMs: 1 }), []],
  ])('is searched by %s', async (_by, filter, wanted) => {
    expect(await actions(filter())).toEqual(wanted)
  })

  it('says who is meant by name, as they are called now', async () => {
    const { rows } = await listAuditEntries(bed.as(auditor), { filter: { action: 'person.disabled' } })
    expect(rows[0]).toMatchObject({
      actor: { type: 'user', id: admin, name: 'Ada Lovelace' },
      target: { type: 'person', id: guest, name: 'L. Qian 李倩' },
      index: null,
    })
  })

  it('comes in pages that follow each other without a gap, also where two were recorded in one millisecond', async () => {
    const filter = { toMs: Date.now() + 60_000, heads: true }
    const found: string[] = []
    for (let cursor = null as Parameters<typeof listAuditEntries>[1]['cursor']; ; ) {
      const page = await listAuditEntries(bed.as(auditor), { filter, cursor, limit: 2 })
      found.push(...page.rows.map(({ id }) => id))
      if (page.next === null) break
      cursor = page.next
    }
    const { rows } = await bed.database.pool.query('select id from audit_entry order by recorded_at desc, id desc')
    expect(found).toEqual(rows.map(({ id }) => id))
  })

  it('is told all that touched one thing', async () => {
    const { rows } = await listTouching(bed.as(auditor), { thing: { type: 'person', id: guest } })
    expect(rows.map(({ action }) => action)).toEqual(['person.disabled', 'access.refused'])
  })
})

describe('reading the log', () => {
  it('is recorded once for a question, whatever pages of it are turned', async () => {
    const reader = await bed.addPerson({ name: 'Reader' })
    const filter = { requirement: '10.2.1.5', text: 'chain' } as const
    const first = await listAuditEntries(bed.as(reader), { filter: { requirement: '10.2.1.5' }, limit: 1 })
    await listAuditEntries(bed.as(reader), { filter: { requirement: '10.2.1.5' }, limit: 1, cursor: first.next })
    expect((await readings(reader)).map(({ after }) => after)).toEqual([{ requirement: '10.2.1.5' }])
    await listAuditEntries(bed.as(reader), { filter })
    const [, second] = await readings(reader)
    expect(second).toMatchObject({
      pci: ['10.2.1.3'],
      target: { type: 'audit_log', id: 'search' },
      after: { requirement: '10.2.1.5' },
    })
    expect(Object.keys(second.personal)).toContain('text')
    expect(JSON.stringify(second)).not.toContain('chain')
  })

  it('is recorded anew when another page is asked for with somebody else’s question, another filter, another session, or later', async () => {
    const reader = await bed.addPerson({ name: 'Sly' })
    const filter = { action: 'person.invited' } as const
    const { question } = await listAuditEntries(bed.as(auditor), { filter })
    const cursor = { question, recordedAt: new Date(bed.nowMs + 3_600_000).toISOString(), id: request }
    await listAuditEntries(bed.as(reader), { filter, cursor })
    expect(await readings(reader)).toHaveLength(1)
    const own = await listAuditEntries(bed.as(reader), { filter })
    const ownCursor = { ...cursor, question: own.question }
    await listAuditEntries(bed.as(reader), { filter: { action: 'person.disabled' }, cursor: ownCursor })
    await listAuditEntries(bed.as(reader), { filter: { ...filter, text: 'x' }, cursor: ownCursor })
    await listAuditEntries(
      { ...bed.as(reader), actor: { kind: 'user', id: reader, sessionId: 'other', reach: { kind: 'chain' }, factors: [] } },
      { filter, cursor: ownCursor },
    )
    expect(await readings(reader)).toHaveLength(5)
    bed.nowMs += 2 * 3_600_000
    await listAuditEntries(bed.as(reader), { filter, cursor: ownCursor })
    expect(await readings(reader)).toHaveLength(6)
  })

  it.each<Reach>([
    { kind: 'country', country: 'DE' },
    { kind: 'region', country: 'DE', region: 'Berlin' },
    { kind: 'stores', storeIds: [1] },
    { kind: 'stores', storeIds: [] },
  ])('is refused to whoever reaches a part of the chain only: %j', async (reach) => {
    await expect(listAuditEntries(bed.as(auditor, reach), { filter: {} })).rejects.toMatchObject({ reason: 'whole_chain_only' })
    await expect(listTouching(bed.as(auditor, reach), { thing: { type: 'person', id: auditor } })).rejects.toMatchObject({
      reason: 'whole_chain_only',
    })
  })
})
