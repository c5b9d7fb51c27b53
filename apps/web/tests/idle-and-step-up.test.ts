import { randomUUID } from 'node:crypto'
import { tellFoldedRefusals } from '@counterfoil/services/audit'
import { noteAction } from '@counterfoil/services/own-account'
import { wholeChain } from '@counterfoil/services/permissions'
import { showFactor } from '@counterfoil/services/sign-in'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { account, type EnrolledAccount, enrolAccount, openDashboard, type TestDashboard } from './support/open-dashboard.ts'

const MINUTE_MS = 60_000

let dashboard: TestDashboard
let enrolled: EnrolledAccount
beforeEach(async () => {
  dashboard = await openDashboard()
  enrolled = await enrolAccount(dashboard)
})
afterEach(() => dashboard[Symbol.asyncDispose]())

const statusOf = async (procedure: string) => (await enrolled.browser.ask(procedure)).status
const reasonOf = (answer: { body: { error?: { json: { data: { reason?: string } } } } }) => answer.body.error?.json.data.reason
const actions = async () =>
  (await dashboard.database.db.auditEntry.findMany({ orderBy: { id: 'asc' } })).map(
    ({ action, outcome }) => `${action} ${outcome}`,
  )

describe('whoever goes on trying what is refused', () => {
  it('cannot fill the record: what comes beyond a limit is counted, factors and procedures together', async () => {
    const { pool, db } = dashboard.database
    const tries = 70
    await db.user.updateMany({ data: { role: 'technician' } })
    for (let at = 0; at < tries; at += 1) {
      await enrolled.browser.showFactor({ kind: 'totp', code: '000000' })
      await enrolled.browser.ask('people.list', {})
    }
    const refusals = async () => (await actions()).filter((one) => /^(factor\.failed|access\.refused) /.test(one)).length
    const singly = await refusals()
    expect(singly).toBeGreaterThan(30)
    expect(singly).toBeLessThan(60)
    dashboard.passMs(MINUTE_MS)
    const hub = {
      pool,
      actor: { kind: 'system', name: 'hub' },
      now: () => new Date(dashboard.nowMs()),
      newId: randomUUID,
    } as const
    await tellFoldedRefusals(hub)
    const { rows } = await pool.query<{ n: number }>(
      `select sum((convert_from(body, 'UTF8')::jsonb -> 'after' ->> 'refusals')::int)::int as n from audit_entry
       where action = 'access.refusals_folded'`,
    )
    expect(singly + (rows[0]?.n ?? 0)).toBe(2 * tries)
  })
})

describe('after fifteen minutes without an action of the person', () => {
  it('a session sees what a wall may show and nothing else, however busily its page goes on asking', async () => {
    for (let minute = 0; minute < 15; minute++) {
      expect(await statusOf('stores.scopes')).toBe(200)
      dashboard.passMs(MINUTE_MS)
    }
    const refused = await enrolled.browser.ask('account.get')
    expect([refused.status, reasonOf(refused)]).toEqual([401, 'idle'])
    expect(reasonOf(await enrolled.browser.ask('payments.choices', { scope: { kind: 'chain' } }))).toBe('idle')
    expect(await statusOf('frame.storesReporting')).toBe(200)
    expect(await enrolled.browser.person()).toMatchObject({ idle: true, bothFactors: true, access: { role: 'wall_screen' } })
  })

  it('an action before puts them off, one after does not bring them back', async () => {
    dashboard.passMs(14 * MINUTE_MS)
    expect(await statusOf('account.noteAction')).toBe(200)
    dashboard.passMs(14 * MINUTE_MS)
    expect((await enrolled.browser.person())?.idle).toBe(false)
    dashboard.passMs(MINUTE_MS)
    expect(await statusOf('account.noteAction')).toBe(401)
    expect((await enrolled.browser.person())?.idle).toBe(true)
  })

  it('an action that was under way when they ended does not either', async () => {
    const { pool } = dashboard.database
    const person = await enrolled.browser.person()
    const actor = {
      kind: 'user',
      id: person?.id ?? '',
      sessionId: person?.sessionId ?? '',
      reach: wholeChain,
      factors: [],
    } as const
    dashboard.passMs(15 * MINUTE_MS)
    await noteAction({ pool, actor, now: () => new Date(dashboard.nowMs()) })
    expect((await enrolled.browser.person())?.idle).toBe(true)
  })

  it('keeps when the person was last seen', async () => {
    const seen = async () => (await dashboard.database.db.user.findFirstOrThrow()).lastSeenAt?.getTime() ?? 0
    const before = await seen()
    expect(Math.abs(before - dashboard.nowMs())).toBeLessThan(MINUTE_MS)
    dashboard.passMs(10 * MINUTE_MS)
    await enrolled.browser.ask('account.noteAction')
    expect((await seen()) - before).toBeGreaterThanOrEqual(10 * MINUTE_MS)
  })

  it('a code or a recovery code leads back, the password alone does not', async () => {
    dashboard.passMs(15 * MINUTE_MS)
    const password = await enrolled.browser.showFactor({ kind: 'password', password: account.password })
    expect([password.status, password.body.code]).toEqual([400, 'FACTOR_NOT_OFFERED'])
    expect((await enrolled.browser.person())?.idle).toBe(true)
    const [recoveryCode = ''] = enrolled.recoveryCodes
    expect((await enrolled.browser.showFactor({ kind: 'recovery_code', code: recoveryCode })).body).toEqual({ ok: true })
    expect(await enrolled.browser.person()).toMatchObject({ idle: false, access: { role: 'administrator' } })
    const again = await enrolled.browser.showFactor({ kind: 'recovery_code', code: recoveryCode })
    expect([again.status, again.body.code]).toEqual([401, 'INVALID_BACKUP_CODE'])
  })
})

describe('showing a factor', () => {
  const app = () => enrolled.code(0)
  const show = (code: string) => enrolled.browser.showFactor({ kind: 'totp', code })

  it('makes what asks for a fresh one possible, for five minutes', async () => {
    expect(await statusOf('account.renewRecoveryCodes')).toBe(200)
    dashboard.passMs(5 * MINUTE_MS + 1)
    const stale = await enrolled.browser.ask('account.renewRecoveryCodes')
    expect([stale.status, reasonOf(stale)]).toEqual([403, 'factor_wanted'])
    const { code } = appAhead()
    expect((await show(code)).body).toEqual({ ok: true })
    expect(await statusOf('account.renewRecoveryCodes')).toBe(200)
  })

  it('takes a code once, also of two shown at the same moment', async () => {
    const code = app()
    const answers = await Promise.all([show(code), show(code), show(code)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401])
    expect((await show(code)).body.code).toBe('CODE_USED')
  })

  it('takes a recovery code once of two shown at the same moment', async () => {
    const [code = ''] = enrolled.recoveryCodes
    const { factorKit, servicesFor } = dashboard.runtime
    const person = await enrolled.browser.person()
    if (person === null) throw new Error('nobody is signed in')
    // Both have read the list before either takes its code out.
    const read = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let reading = 0
    const open = async (sealed: string) => {
      read[reading++]?.resolve()
      await Promise.all(read.map(({ promise }) => promise))
      return factorKit.open(sealed)
    }
    const ctx = servicesFor(person, { address: '192.0.2.7' })
    const tries = read.map(() => showFactor(ctx, { ...factorKit, open }, { kind: 'recovery_code', code }))
    const outcomes = await Promise.allSettled(tries)
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('counts wrong ones with all others, and locks', async () => {
    for (let attempt = 0; attempt < 5; attempt++) expect((await show('000000')).body.code).toBe('INVALID_CODE')
    for (let attempt = 0; attempt < 5; attempt++) await dashboard.openBrowser().signIn('not the password 1')
    const locked = await show(app())
    expect([locked.status, locked.body.code, locked.body.minutes]).toEqual([429, 'ACCOUNT_LOCKED', 30])
    expect((await dashboard.openBrowser().signIn()).body.code).toBe('ACCOUNT_LOCKED')
  })

  it('leaves the count where it was when it is right', async () => {
    for (let attempt = 0; attempt < 9; attempt++) await show('000000')
    expect((await show(app())).status).toBe(200)
    expect((await show('000000')).body.code).toBe('INVALID_CODE')
    expect((await show('000000')).body.code).toBe('ACCOUNT_LOCKED')
  })

  it('is recorded, and never with what was shown', async () => {
    await show('000000')
    await show(app())
    const recorded = await actions()
    expect(recorded.slice(-2)).toEqual(['factor.failed failed', 'factor.shown done'])
    const bodies = await dashboard.database.db.auditEntry.findMany()
    for (const { body } of bodies) expect(Buffer.from(body ?? []).toString()).not.toMatch(/"\d{6}"/)
  })

  it('is for who is signed in, and for nobody half signed in', async () => {
    const nobody = await dashboard.openBrowser().showFactor({ kind: 'totp', code: app() })
    expect([nobody.status, nobody.body.code]).toEqual([401, 'SIGNED_OUT'])
    await dashboard.database.db.session.updateMany({ data: { secondFactorAt: null, factors: ['password'] } })
    const half = await show(app())
    expect([half.status, half.body.code]).toEqual([403, 'SECOND_FACTOR_MISSING'])
    expect((await enrolled.browser.person())?.bothFactors).toBe(false)
  })

  it.each([[{ kind: 'totp' }], [{ kind: 'sso' }], [[]], [{ kind: 'totp', code: '1', more: 1 }], ['x'.repeat(50)]])(
    'takes nothing else for one: %j',
    async (shown) => {
      const answer = await enrolled.browser.showFactor(shown as object)
      expect(answer.status).toBe(400)
    },
  )

  /** The app’s code once our clock has gone ahead. */
  function appAhead() {
    const steps = Math.floor((dashboard.nowMs() - Date.now()) / 30_000)
    return { code: enrolled.code(steps) }
  }
})
