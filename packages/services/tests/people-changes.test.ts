import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import {
  changePersonAccess,
  disablePerson,
  enablePerson,
  endPersonSessions,
  getPerson,
  invitePerson,
  resetPerson,
} from '../src/people/index.ts'
import type { PersonAccess } from '../src/permissions/index.ts'
import { accountSubject } from '../src/sign-in/index.ts'
import { admitToken, createToken } from '../src/tokens/index.ts'
import { findSetupLink, redeemSetupLink } from '../src/users/index.ts'
import { changesDuring, openPeopleBed, PASSWORD, type PeopleBed, plainKit } from './people-bed.ts'

let bed: PeopleBed
let admin: string
let person: string
beforeEach(async () => {
  await bed?.close()
  bed = await openPeopleBed()
  admin = await bed.addPerson({ name: 'Ada', role: 'administrator' })
  person = await bed.addPerson({ name: 'Otto', role: 'operations' })
})
afterAll(() => bed.close())

const chainAdministrator: PersonAccess = { role: 'administrator', reach: { kind: 'chain' } }
const auditor: PersonAccess = { role: 'auditor', reach: { kind: 'chain' } }
const sessionsOf = async (userId: string) =>
  (await bed.database.pool.query('select id from session where user_id = $1', [userId])).rows.map(({ id }) => id)

describe('a role and a reach', () => {
  it('take the tokens along that their owner could not make any more', async () => {
    const owner = await bed.addPerson({ name: 'Ines', role: 'administrator' })
    const { token } = await createToken(bed.as(owner), { name: 'ERP', reach: { kind: 'chain' }, days: 30 })
    expect(await admitToken(bed.as(), `Bearer ${token}`)).toMatchObject({ name: 'ERP' })
    await changePersonAccess(bed.as(admin), { id: owner, role: 'technician', reach: { kind: 'chain' } })
    await expect(admitToken(bed.as(), `Bearer ${token}`)).rejects.toMatchObject({ reason: 'token_revoked' })
  })

  it('are given by somebody else, recorded with what they were, and told to live pages', async () => {
    const heard = await changesDuring(bed, () => changePersonAccess(bed.as(admin), { id: person, ...auditor }))
    expect(heard).toContainEqual({ entity: 'user', id: person })
    expect(await bed.row(person)).toMatchObject({ role: 'auditor', reach: 'chain' })
    const [act] = await bed.acts(person)
    expect(act).toMatchObject({ action: 'person.access_changed', actor: admin })
    expect(act?.body).toMatchObject({ before: { role: 'operations', reach: { kind: 'chain' } }, after: auditor })
    expect(JSON.stringify(act?.body)).not.toContain('@')
  })

  it.each([
    ['role and reach', () => changePersonAccess(bed.as(admin), { id: admin, ...auditor })],
    ['state', () => disablePerson(bed.as(admin), { id: admin })],
    ['factors', () => resetPerson(bed.as(admin), { id: admin })],
    ['sessions', () => endPersonSessions(bed.as(admin), { id: admin })],
  ])('are nobody’s own to change, nor is their %s', async (_what, change) => {
    await bed.addPerson({ role: 'administrator' })
    await expect(change()).rejects.toMatchObject({ code: 'forbidden', reason: 'own_account' })
    expect(await bed.acts(admin)).toEqual([])
  })

  it('cannot be given to nobody', async () => {
    for (const change of [disablePerson, enablePerson, resetPerson, endPersonSessions])
      await expect(change(bed.as(admin), { id: 'nobody' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(changePersonAccess(bed.as(admin), { id: 'nobody', ...auditor })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the last active administrator of the whole chain', () => {
  const last = { code: 'conflict', reason: 'last_administrator' }

  it.each([
    ['demoted', (id: string) => changePersonAccess(bed.as(), { id, ...auditor })],
    [
      'sent to one country',
      (id: string) => changePersonAccess(bed.as(), { id, role: 'administrator', reach: { kind: 'stores', storeIds: [] } }),
    ],
    ['disabled', (id: string) => disablePerson(bed.as(), { id })],
  ])('is not %s, not even on the server', async (_how, change) => {
    await bed.addPerson({ role: 'administrator', reach: { kind: 'country', country: 'DE' } })
    const disabled = await bed.addPerson({ role: 'administrator' })
    await disablePerson(bed.as(admin), { id: disabled })
    await expect(change(admin)).rejects.toMatchObject(last)
    expect(await bed.row(admin)).toMatchObject({ role: 'administrator', reach: 'chain', state: 'active' })
    expect((await getPerson(bed.as(admin), { id: admin })).lastAdministrator).toBe(true)
    await enablePerson(bed.as(admin), { id: disabled })
    expect((await getPerson(bed.as(admin), { id: admin })).lastAdministrator).toBe(false)
    await change(admin)
  })

  it('remains when two shut each other out at once, whichever way', async () => {
    const other = await bed.addPerson({ role: 'administrator' })
    for (const [demote, disable] of [
      [other, admin],
      [admin, other],
    ] as const) {
      const tries = await Promise.allSettled([
        changePersonAccess(bed.as(disable), { id: demote, ...auditor }),
        disablePerson(bed.as(demote), { id: disable }),
      ])
      expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      await bed.database.pool.query(
        `update "user" set role = 'administrator', state = 'active', disabled_at = null, disabled_reason = null where id = any($1)`,
        [[admin, other]],
      )
    }
  })

  it('is one of many who are demoted at once on the server', async () => {
    const all = [admin]
    for (let more = 0; more < 5; more++) all.push(await bed.addPerson({ role: 'administrator' }))
    const tries = await Promise.allSettled(all.map((id) => changePersonAccess(bed.as(), { id, ...auditor })))
    expect(tries.filter(({ status }) => status === 'rejected')).toHaveLength(1)
  })

  it('cannot be outvoted by somebody who was demoted while they asked', async () => {
    const [second, third] = [await bed.addPerson({ role: 'administrator' }), await bed.addPerson({ role: 'administrator' })]
    await changePersonAccess(bed.as(admin), { id: second, ...auditor })
    await expect(disablePerson(bed.as(second), { id: third })).rejects.toMatchObject({ reason: 'permission_missing' })
  })
})

describe('disabling', () => {
  it('ends sessions and live pages at once, and open links with them', async () => {
    await changePersonAccess(bed.as(admin), { id: person, ...chainAdministrator })
    const session = await bed.addSession(person)
    const invited = await invitePerson(bed.as(person), { email: 'friend@chain.example', ...chainAdministrator })
    const reset = await resetPerson(bed.as(admin), { id: person })
    const sessionAfter = await bed.addSession(person)
    const heard = await changesDuring(bed, () => disablePerson(bed.as(admin), { id: person }))
    expect(heard).toEqual(
      expect.arrayContaining([
        { entity: 'user', id: person },
        { entity: 'session', id: sessionAfter },
      ]),
    )
    expect(await sessionsOf(person)).toEqual([])
    expect(await bed.row(person)).toMatchObject({
      state: 'disabled',
      disabled_reason: 'by_person',
      disabled_at: new Date(bed.nowMs),
    })
    for (const { token } of [invited, reset]) expect(await findSetupLink(bed.as(), token)).toMatchObject({ state: 'revoked' })
    expect((await bed.acts(person)).at(-1)?.body).toMatchObject({ before: { state: 'active' }, after: { because: 'by_person' } })
    expect((await bed.acts(session)).map(({ action }) => action)).toEqual(['session.ended'])
  })

  it('twice, and enabling twice, changes and records nothing more', async () => {
    for (const change of [disablePerson, disablePerson, enablePerson, enablePerson]) await change(bed.as(admin), { id: person })
    expect((await bed.acts(person)).map(({ action }) => action)).toEqual(['person.disabled', 'person.enabled'])
    expect(await bed.row(person)).toMatchObject({ state: 'active', disabled_at: null, enabled_at: new Date(bed.nowMs) })
  })

  it('of an inviter’s role takes their open invitations back', async () => {
    await changePersonAccess(bed.as(admin), { id: person, ...chainAdministrator })
    const { token } = await invitePerson(bed.as(person), { email: 'friend@chain.example', ...chainAdministrator })
    await changePersonAccess(bed.as(admin), { id: person, ...auditor })
    expect(await findSetupLink(bed.as(), token)).toMatchObject({ state: 'revoked' })
  })
})

describe('a reset', () => {
  it('takes password, factors and sessions away at once, and its link gives a new password once', async () => {
    await bed.addSession(person)
    const { token } = await resetPerson(bed.as(admin), { id: person })
    expect(await sessionsOf(person)).toEqual([])
    expect(await getPerson(bed.as(admin), { id: person })).toMatchObject({
      password: false,
      authenticator: false,
      passkeys: 0,
      sso: false,
    })
    expect((await bed.database.pool.query('select from two_factor where user_id = $1', [person])).rowCount).toBe(0)
    const { email } = await bed.row(person)
    expect(await findSetupLink(bed.as(), token)).toEqual({ state: 'open', kind: 'reset', email, userId: person, name: 'Otto' })

    await bed.database.pool.query('insert into sign_in_failure values ($1, 10, now(), now())', [accountSubject(String(email))])
    const redeem = (password: string) => redeemSetupLink(bed.as(), { token, password }, plainKit)
    await expect(redeem('too short 1')).rejects.toMatchObject({ reason: 'password_too_short' })
    await expect(redeem(PASSWORD)).rejects.toMatchObject({ reason: 'password_used_before' })
    expect(await redeem('a new password of 7 words')).toEqual({ userId: person })
    const { rows } = await bed.database.pool.query('select password from account where user_id = $1', [person])
    expect(rows).toEqual([{ password: 'hash of a new password of 7 words' }])
    expect(await bed.row(person)).toMatchObject({
      role: 'operations',
      two_factor_enabled: false,
      password_changed_at: new Date(bed.nowMs),
    })
    expect((await bed.database.pool.query('select from sign_in_failure')).rowCount).toBe(0)
    await expect(redeem('a new password of 8 words')).rejects.toMatchObject({ reason: 'link_dead' })
    expect((await bed.acts(person)).map(({ action }) => action)).toEqual(['person.reset', 'password.changed'])
  })

  it('is open for 30 minutes, and the next one takes its place', async () => {
    const first = await resetPerson(bed.as(admin), { id: person })
    const second = await resetPerson(bed.as(admin), { id: person })
    expect(await findSetupLink(bed.as(), first.token)).toMatchObject({ state: 'revoked' })
    expect((await getPerson(bed.as(admin), { id: person })).resetOpenUntil).toEqual(second.expiresAt)
    bed.nowMs += 30 * 60_000
    expect(await findSetupLink(bed.as(), second.token)).toMatchObject({ state: 'expired', kind: 'reset' })
  })

  it('is for active accounts', async () => {
    await disablePerson(bed.as(admin), { id: person })
    await expect(resetPerson(bed.as(admin), { id: person })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'account_disabled',
    })
  })
})

describe('somebody’s sessions', () => {
  it('are listed, end together, and are recorded one by one', async () => {
    const sessions = [await bed.addSession(person), await bed.addSession(person)]
    const detail = await getPerson(bed.as(admin), { id: person })
    expect(detail.sessions.map(({ id }) => id).sort()).toEqual([...sessions].sort())
    expect(detail.sessions[0]).toMatchObject({ factors: ['password', 'totp'] })
    expect(await endPersonSessions(bed.as(admin), { id: person })).toEqual({ ended: 2 })
    expect(await sessionsOf(person)).toEqual([])
    for (const session of sessions) expect((await bed.acts(session))[0]).toMatchObject({ action: 'session.ended', actor: admin })
  })
})
