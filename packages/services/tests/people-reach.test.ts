import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  acknowledgeBreakGlass,
  changePersonAccess,
  disablePerson,
  enablePerson,
  endPersonSessions,
  getPerson,
  invitePerson,
  listInvitations,
  listOpenBreakGlass,
  listPeople,
  resetPerson,
  revokeInvitation,
} from '../src/people/index.ts'
import type { Reach } from '../src/permissions/index.ts'
import { createSetupLink, makeLinkBehindGlass, redeemSetupLink } from '../src/users/index.ts'
import { openPeopleBed, PASSWORD, type PeopleBed, plainKit } from './people-bed.ts'

let bed: PeopleBed
let admin: string
let person: string
beforeAll(async () => {
  bed = await openPeopleBed()
  admin = await bed.addPerson({ name: 'Ada Lovelace', role: 'administrator' })
  person = await bed.addPerson({ name: 'Otto_100%', role: 'operations' })
})
afterAll(() => bed.close())

const uuid = '0198c0de-0000-7000-8000-000000000001'
const access = { role: 'auditor', reach: { kind: 'chain' } } as const
type Ctx = ReturnType<PeopleBed['as']>
const verbs: readonly [string, (ctx: Ctx) => Promise<unknown>][] = [
  ['listPeople', (ctx) => listPeople(ctx, {})],
  ['listInvitations', (ctx) => listInvitations(ctx)],
  ['getPerson', (ctx) => getPerson(ctx, { id: person })],
  ['invitePerson', (ctx) => invitePerson(ctx, { email: 'new@chain.example', ...access })],
  ['revokeInvitation', (ctx) => revokeInvitation(ctx, { id: uuid })],
  ['changePersonAccess', (ctx) => changePersonAccess(ctx, { id: person, ...access })],
  ['disablePerson', (ctx) => disablePerson(ctx, { id: person })],
  ['enablePerson', (ctx) => enablePerson(ctx, { id: person })],
  ['resetPerson', (ctx) => resetPerson(ctx, { id: person })],
  ['endPersonSessions', (ctx) => endPersonSessions(ctx, { id: person })],
  ['listOpenBreakGlass', (ctx) => listOpenBreakGlass(ctx)],
  ['acknowledgeBreakGlass', (ctx) => acknowledgeBreakGlass(ctx, { id: uuid })],
]
const parts: readonly Reach[] = [
  { kind: 'country', country: 'DE' },
  { kind: 'region', country: 'DE', region: 'Berlin' },
  { kind: 'stores', storeIds: [1] },
  { kind: 'stores', storeIds: [] },
]

describe.each(verbs)('%s', (_name, verb) => {
  it('is refused to whoever reaches a part of the chain only, and changes nothing', async () => {
    const before = await bed.row(person)
    for (const reach of parts)
      await expect(verb(bed.as(admin, reach))).rejects.toMatchObject({ code: 'forbidden', reason: 'whole_chain_only' })
    expect(await bed.row(person)).toEqual(before)
    expect(await bed.acts(person)).toEqual([])
  })
})

describe('the list of people', () => {
  it('is searched by name and address, word for word', async () => {
    const found = async (search: string) => (await listPeople(bed.as(admin), { search })).people.map(({ id }) => id)
    expect(await found('lovelace')).toEqual([admin])
    expect(await found(person.slice(-12))).toEqual([person])
    expect(await found('_100%')).toEqual([person])
    expect(await found('%')).toEqual([person])
    expect(await found(`nobody\u0000`)).toEqual([])
  })

  it('is narrowed by role and state', async () => {
    expect((await listPeople(bed.as(admin), { role: 'operations' })).people.map(({ id }) => id)).toEqual([person])
    expect((await listPeople(bed.as(admin), { state: 'disabled' })).count).toBe(0)
  })

  it('comes in pages that follow each other without a gap', async () => {
    for (const name of ['b', 'b', 'a', 'C']) await bed.addPerson({ name })
    const names: string[] = []
    for (let cursor = null, more = true; more; ) {
      const page: Awaited<ReturnType<typeof listPeople>> = await listPeople(bed.as(admin), { cursor, limit: 2 })
      names.push(...page.people.map(({ name }) => name))
      expect(page.count).toBe(6)
      cursor = page.next as never
      more = page.next !== null
    }
    expect(names).toEqual(['a', 'Ada Lovelace', 'b', 'b', 'C', 'Otto_100%'])
  })
})

describe('an administrator link made on the server', () => {
  it('is shown until an administrator has seen it, with the reason, and recorded both times', async () => {
    const link = await makeLinkBehindGlass(bed.as(), { reason: ' the only administrator left ', serverUser: 'root' })
    const [open] = await listOpenBreakGlass(bed.as(admin))
    expect(open).toEqual({
      id: link.id,
      usedAt: new Date(bed.nowMs),
      reason: 'the only administrator left',
      linkUsed: false,
      own: false,
    })
    await expect(acknowledgeBreakGlass(bed.as(), { id: link.id })).rejects.toMatchObject({ code: 'forbidden' })
    await acknowledgeBreakGlass(bed.as(admin), { id: link.id })
    expect(await listOpenBreakGlass(bed.as(admin))).toEqual([])
    await expect(acknowledgeBreakGlass(bed.as(admin), { id: link.id })).rejects.toMatchObject({ code: 'not_found' })
    const acts = await bed.acts(link.id)
    expect(acts.map(({ action }) => action)).toEqual(['break_glass.used', 'break_glass.acknowledged'])
    expect(JSON.stringify(acts[0]?.body)).not.toMatch(/administrator left|root/)
  })

  it('is acknowledged by somebody else than the account it made, for the database too', async () => {
    const link = await makeLinkBehindGlass(bed.as(), { reason: 'nobody else was there' })
    const given = { token: link.token, name: 'Zoe', email: 'zoe@chain.example', password: PASSWORD }
    const { userId } = await redeemSetupLink(bed.as(), given, plainKit)
    expect(await listOpenBreakGlass(bed.as(userId))).toContainEqual(expect.objectContaining({ id: link.id, own: true }))
    await expect(acknowledgeBreakGlass(bed.as(userId), { id: link.id })).rejects.toMatchObject({
      code: 'forbidden',
      reason: 'own_break_glass',
    })
    const itself = 'update break_glass set acknowledged_at = now(), acknowledged_by = account_id where id = $1'
    await expect(bed.database.pool.query(itself, [link.id])).rejects.toThrow('break_glass_other_check')
    expect(await listOpenBreakGlass(bed.as(admin))).toContainEqual(expect.objectContaining({ id: link.id, own: false }))
    await acknowledgeBreakGlass(bed.as(admin), { id: link.id })
    expect((await listOpenBreakGlass(bed.as(userId))).map(({ id }) => id)).not.toContain(link.id)
  })

  it('is as loud when it is made by the set-up link’s --force', async () => {
    const link = await createSetupLink(bed.as(), { force: true })
    expect(await listOpenBreakGlass(bed.as(admin))).toMatchObject([{ id: link.id, reason: 'setup-link --force' }])
  })

  it.each([[''], [' '], ['two\nlines'], ['x'.repeat(501)], ['nul\u0000']])('is not made for the reason %j', async (reason) => {
    await expect(makeLinkBehindGlass(bed.as(), { reason })).rejects.toMatchObject({ code: 'invalid', field: 'reason' })
  })
})
