import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { createStore, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { listOpenBreakGlass } from '@counterfoil/services/people'
import { findSetupLink } from '@counterfoil/services/users'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const MAIN = join(import.meta.dirname, '../src/main.ts')
const ORIGIN = 'https://pay.example'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
  const add = (id: string, role: string) =>
    database.pool.query(
      `insert into "user" (id, name, email, email_verified, two_factor_enabled, role) values ($1, $2, $3, true, true, $4)`,
      [id, `Name of ${id}`, `${id}@chain.example`, role],
    )
  await add('ada', 'administrator')
  await add('otto', 'operations')
  await createStore(database.db, { code: '0417', country: 'DE', region: 'NRW' })
  await createStore(database.db, { code: '0612', country: 'FR' })
})
afterAll(() => database.close())

/** The program as it is run on a server. */
function counterfoil(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, DATABASE_URL: database.url, PUBLIC_ORIGIN: ORIGIN, SUDO_USER: 'root-of-tests' }
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out: out.trim(), err: err.trim() }),
    )
  })
}
async function json(...args: string[]) {
  const { code, out, err } = await counterfoil(...args, '--json')
  expect([code, err]).toEqual([0, ''])
  return JSON.parse(out)
}
const tokenOf = (url: string) => url.split('/setup/')[1] ?? ''
const ctx = () => ({ pool: database.pool, now: () => new Date(), actor: { kind: 'system', name: 'test' } as const })
const rowOf = async (id: string) => (await database.pool.query('select * from "user" where id = $1', [id])).rows[0]

describe('counterfoil person', () => {
  it('invites with role and reach, and lists who is there and who is invited', async () => {
    const { url, expiresAt } = await json('person', 'invite', 'New@chain.example', '--role', 'auditor', '--stores', '0417, 0612')
    expect(url).toMatch(/^https:\/\/pay\.example\/setup\/[\w-]{43}$/)
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(47 * 3_600_000)
    expect(await findSetupLink(ctx(), tokenOf(url))).toMatchObject({
      kind: 'invitation',
      email: 'new@chain.example',
      role: 'auditor',
    })
    const { people, invitations } = await json('person', 'list')
    expect(people.map(({ email }: { email: string }) => email)).toEqual(['ada@chain.example', 'otto@chain.example'])
    expect(invitations).toMatchObject([{ email: 'new@chain.example', storeCodes: ['0417', '0612'], madeBy: null }])
    const { out } = await counterfoil('person', 'list', '--role', 'operations')
    expect(out).toMatch(/^otto@chain\.example {2}Name of otto {2}operations {2}whole chain/)
    expect(out).not.toContain('ada@')
  })

  it('gives a role, shuts out, lets in again and resets', async () => {
    await json('person', 'role', 'otto@chain.example', 'technician', '--country', 'DE', '--region', 'NRW')
    expect(await rowOf('otto')).toMatchObject({ role: 'technician', reach: 'region', reach_country: 'DE', reach_region: 'NRW' })
    await json('person', 'disable', 'otto@chain.example')
    expect(await rowOf('otto')).toMatchObject({ state: 'disabled' })
    await json('person', 'enable', 'OTTO@chain.example')
    expect(await rowOf('otto')).toMatchObject({ state: 'active' })
    const { url } = await json('person', 'reset', 'otto@chain.example')
    expect(await findSetupLink(ctx(), tokenOf(url))).toMatchObject({ kind: 'reset', email: 'otto@chain.example' })
    expect(await json('person', 'end-sessions', 'otto@chain.example')).toEqual({
      email: 'otto@chain.example',
      done: 'end-sessions',
    })
    const { rows } = await database.pool.query(`select distinct actor_type, actor_id from audit_entry where target_id = 'otto'`)
    expect(rows).toEqual([{ actor_type: 'system', actor_id: 'cli' }])
  })

  it.each([
    ['the last administrator is kept', ['disable', 'ada@chain.example'], /last active administrator/],
    ['as one', ['role', 'ada@chain.example', 'auditor'], /last active administrator/],
    ['an address without an account', ['disable', 'nobody@chain.example'], /no account with the address/],
    ['a store there is not', ['role', 'otto@chain.example', 'auditor', '--stores', '9999'], /no store 9999/],
    ['a region there is not', ['role', 'otto@chain.example', 'auditor', '--country', 'FR', '--region', 'NRW'], /no such part/],
    ['an address that has an account', ['invite', 'ada@chain.example', '--role', 'auditor'], /account with this e-mail/],
  ])('fails with 1: %s', async (_what, args, why) => {
    const { code, err } = await counterfoil('person', ...args)
    expect(code).toBe(1)
    expect(err).toMatch(why)
  })

  it('is used wrongly, which is 2', async () => {
    const { code, err } = await counterfoil('person', 'promote')
    expect(code).toBe(2)
    expect(err).toContain('usage: counterfoil person')
  })
})

describe('counterfoil break-glass', () => {
  it('makes an administrator link, records who and why, and leaves word for the administrators', async () => {
    const { url } = await json('break-glass', '--reason', 'the only administrator lost their telephone')
    expect(await findSetupLink(ctx(), tokenOf(url))).toEqual({ state: 'open', kind: 'first' })
    const [open] = await listOpenBreakGlass(ctx())
    expect(open).toMatchObject({ reason: 'the only administrator lost their telephone', linkUsed: false })
    const { rows } = await database.pool.query(
      `select p.name, p.value from audit_entry e join audit_personal p on p.entry_id = e.id
       where e.action = 'break_glass.used' and e.target_id = $1 order by p.name`,
      [open?.id],
    )
    expect(rows).toEqual([
      { name: 'reason', value: 'the only administrator lost their telephone' },
      { name: 'serverUser', value: 'root-of-tests' },
    ])
  })

  it('wants a reason, else it is used wrongly', async () => {
    expect(await counterfoil('break-glass')).toMatchObject({ code: 2, out: '' })
  })
})

describe('counterfoil setup-link', () => {
  it('is refused where there are accounts, and with --force as loud as breaking the glass', async () => {
    expect(await counterfoil('setup-link')).toMatchObject({ code: 1, out: '' })
    const before = (await listOpenBreakGlass(ctx())).length
    await json('setup-link', '--force')
    expect((await listOpenBreakGlass(ctx())).map(({ reason }) => reason)).toContain('setup-link --force')
    expect(await listOpenBreakGlass(ctx())).toHaveLength(before + 1)
  })
})
