import { createStore } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { InvitePersonInput, invitePerson, listInvitations, listPeople, revokeInvitation } from '../src/people/index.ts'
import type { PersonRole, Reach } from '../src/permissions/index.ts'
import { findSetupLink, redeemSetupLink } from '../src/users/index.ts'
import { openPeopleBed, PASSWORD, type PeopleBed, plainKit } from './people-bed.ts'

let bed: PeopleBed
let admin: string
let stores: number[]
beforeAll(async () => {
  bed = await openPeopleBed()
  admin = await bed.addPerson({ name: 'Ada', role: 'administrator' })
  stores = [
    (await createStore(bed.database.db)).id,
    (await createStore(bed.database.db, { country: 'FR', region: 'Bretagne' })).id,
  ]
})
afterAll(() => bed.close())

let addresses = 0
const address = () => `guest${++addresses}@chain.example`
const invite = (given: { email?: string; role?: PersonRole; reach?: Reach } = {}) =>
  invitePerson(
    bed.as(admin),
    InvitePersonInput.parse({ email: address(), role: 'operations', reach: { kind: 'chain' }, ...given }),
  )
const redeem = (token: string, given: object = {}) =>
  redeemSetupLink(bed.as(), { token, name: 'Guest', password: PASSWORD, ...given }, plainKit)

describe('an invitation', () => {
  it('makes one account with the address, role and reach the inviter fixed', async () => {
    const email = address()
    const { token } = await invite({ email, role: 'auditor', reach: { kind: 'region', country: 'FR', region: 'Bretagne' } })
    expect(await findSetupLink(bed.as(), token)).toEqual({ state: 'open', kind: 'invitation', email, role: 'auditor' })
    const { userId } = await redeem(token)
    expect(await bed.row(userId)).toMatchObject({
      email,
      name: 'Guest',
      role: 'auditor',
      reach: 'region',
      reach_country: 'FR',
      reach_region: 'Bretagne',
      state: 'active',
      two_factor_enabled: false,
      password_changed_at: new Date(bed.nowMs),
    })
    expect(await findSetupLink(bed.as(), token)).toEqual({ state: 'used', kind: 'invitation' })
    await expect(redeem(token)).rejects.toMatchObject({ code: 'forbidden', reason: 'link_dead' })
  })

  it.each<[string, () => Reach]>([
    ['a country', () => ({ kind: 'country', country: 'FR' })],
    ['stores', () => ({ kind: 'stores', storeIds: stores })],
  ])('can be for %s', async (_what, reachOf) => {
    const reach = reachOf()
    const { token } = await invite({ reach })
    const { userId } = await redeem(token)
    const { people } = await listPeople(bed.as(admin), { search: String((await bed.row(userId)).email) })
    expect(people.map((person) => person.reach)).toEqual([reach])
  })

  it('is for its address alone', async () => {
    const { token } = await invite()
    await expect(redeem(token, { email: 'other@chain.example' })).rejects.toMatchObject({
      code: 'invalid',
      reason: 'email_fixed',
    })
    await expect(redeem(token, { name: undefined })).rejects.toMatchObject({ field: 'name' })
    await expect(redeem(token, { password: 'short 1' })).rejects.toMatchObject({ reason: 'password_too_short' })
    expect(await findSetupLink(bed.as(), token)).toMatchObject({ state: 'open' })
  })

  it('works for 48 hours', async () => {
    const { token } = await invite()
    const before = bed.nowMs
    bed.nowMs = before + 48 * 3_600_000 - 1
    expect(await findSetupLink(bed.as(), token)).toMatchObject({ state: 'open' })
    bed.nowMs = before + 48 * 3_600_000
    expect(await findSetupLink(bed.as(), token)).toEqual({ state: 'expired', kind: 'invitation' })
    await expect(redeem(token)).rejects.toMatchObject({ reason: 'link_dead' })
    bed.nowMs = before
  })

  it('is listed while it is open, and can be taken back', async () => {
    const email = address()
    const { id, token, expiresAt } = await invite({ email, reach: { kind: 'stores', storeIds: stores } })
    const listed = (await listInvitations(bed.as(admin))).find((each) => each.id === id)
    expect(listed).toMatchObject({
      email,
      role: 'operations',
      expiresAt,
      madeBy: 'Ada',
      reach: { kind: 'stores', storeIds: stores },
    })
    expect(listed?.storeCodes).toHaveLength(2)
    await revokeInvitation(bed.as(admin), { id })
    expect(await findSetupLink(bed.as(), token)).toEqual({ state: 'revoked', kind: 'invitation' })
    await expect(redeem(token)).rejects.toMatchObject({ reason: 'link_dead' })
    await expect(revokeInvitation(bed.as(admin), { id })).rejects.toMatchObject({ code: 'not_found' })
    expect((await bed.acts(id)).map(({ action }) => action)).toEqual(['person.invited', 'setup_link.revoked'])
  })

  it('takes the place of an earlier one for the same address', async () => {
    const email = address()
    const earlier = await invite({ email })
    const later = await invite({ email: ` ${email.toUpperCase()} ` })
    expect(await findSetupLink(bed.as(), earlier.token)).toMatchObject({ state: 'revoked' })
    expect(await findSetupLink(bed.as(), later.token)).toMatchObject({ state: 'open' })
  })

  it('is refused for an address that has an account, and for a place that does not exist', async () => {
    const { email } = await bed.row(admin)
    await expect(invite({ email: String(email) })).rejects.toMatchObject({ code: 'conflict', reason: 'email_taken' })
    for (const reach of [
      { kind: 'country', country: 'XX' },
      { kind: 'region', country: 'DE', region: 'Bretagne' },
      { kind: 'stores', storeIds: [stores[0] ?? 0, 2_147_483_647] },
    ] as const)
      await expect(invite({ reach })).rejects.toMatchObject({ code: 'invalid', field: 'reach' })
  })

  it('cannot make a second account for an address that got one meanwhile, and stays usable', async () => {
    const email = address()
    const { token } = await invite({ email })
    await bed.database.pool.query(`update "user" set email = $1 where id = $2`, [email, await bed.addPerson()])
    await expect(redeem(token)).rejects.toMatchObject({ code: 'conflict', reason: 'email_taken' })
    expect(await findSetupLink(bed.as(), token)).toMatchObject({ state: 'open' })
  })

  it('keeps neither the token in the database nor the address in the entry’s body', async () => {
    const email = address()
    const { id, token } = await invite({ email })
    const { rows } = await bed.database.pool.query('select * from setup_link where id = $1', [id])
    expect(JSON.stringify({ ...rows[0], hash: rows[0].token_hash.toString('latin1') })).not.toContain(token)
    const [act] = await bed.acts(id)
    expect(act).toMatchObject({ action: 'person.invited', actor: admin, outcome: 'done' })
    expect(act?.body).toMatchObject({ after: { role: 'operations', reach: { kind: 'chain' } }, pci: ['10.2.1.2', '10.2.1.5'] })
    expect(JSON.stringify(act?.body)).not.toContain(email)
    expect(JSON.stringify(act?.body)).not.toContain(token)
    const personal = await bed.database.pool.query(
      `select p.name, p.value from audit_personal p join audit_entry e on e.id = p.entry_id where e.target_id = $1`,
      [id],
    )
    expect(personal.rows).toContainEqual({ name: 'email', value: email })
  })

  it('is used by one of two who follow it at once', async () => {
    const { token } = await invite()
    const tries = await Promise.allSettled([redeem(token), redeem(token)])
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})
