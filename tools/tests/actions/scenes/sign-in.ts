import { rateLimits } from '@counterfoil/services/rate-limits'
import { until } from '../../../../apps/web/tests/hub-bed.ts'
import { createAuthenticator } from '../../../../apps/web/tests/support/software-authenticator.ts'
import { ORIGIN } from '../support/log-scene.ts'
import type { Scene } from '../support/play-scenes.ts'
import { expectOk } from '../support/somebody.ts'

const own = (id: string) => ({ actor: { type: 'user', id }, target: { type: 'person', id } })

/** Of factors and sessions; the password comes last, it ends the others. */
export const signInScenes: readonly Scene[] = [
  {
    action: 'sign_in.succeeded',
    by: 'password and code',
    async act({ dashboard, admin }) {
      const browser = dashboard.openBrowser()
      expectOk(await browser.signIn(admin.password, admin.email), 'the password')
      expectOk(await browser.verifyCode(admin.code()), 'the code')
      return own(admin.id)
    },
  },
  {
    action: 'sign_in.failed',
    by: 'a wrong password',
    async act({ dashboard, second }) {
      await dashboard.openBrowser().signIn('nicht das passwort 1', second.email)
      return { actor: { type: 'system' }, target: { type: 'person', id: second.id }, outcome: 'failed' }
    },
  },
  {
    action: 'sign_in.locked',
    by: 'ten wrong passwords',
    async act({ dashboard, second }) {
      for (let time = 0; time < 9; time += 1) await dashboard.openBrowser().signIn('nicht das passwort 1', second.email)
      return { actor: { type: 'system' }, target: { type: 'person', id: second.id } }
    },
  },
  {
    action: 'session.ended',
    by: 'signing out',
    async act({ dashboard, auditor }) {
      const browser = dashboard.openBrowser()
      await browser.signIn(auditor.password, auditor.email)
      expectOk(await browser.verifyCode(auditor.code()), 'the code')
      const sessionId = (await browser.person())?.sessionId ?? ''
      await browser.signOut()
      return { actor: { type: 'user', id: auditor.id }, target: { type: 'session', id: sessionId }, reason: 'signed_out' }
    },
  },
  {
    action: 'access.refused',
    by: 'an auditor who disables somebody',
    async act({ auditor, second }) {
      await auditor.browser.ask('people.disable', { id: second.id })
      return {
        actor: { type: 'user', id: auditor.id },
        target: { type: 'procedure', id: 'people.disable' },
        outcome: 'refused',
        reason: 'permission_missing',
      }
    },
  },
  {
    action: 'access.refusals_folded',
    by: 'the same, on and on',
    async act(bed) {
      const { auditor, second, database } = bed
      // Some more than get an entry each, since one is allowed again every minute.
      for (let time = 0; time < rateLimits.refusalEntry.burst + 5; time += 1)
        await auditor.browser.ask('people.disable', { id: second.id })
      // As if that was a minute ago, which nobody has to wait out: a hub looks as soon as it starts.
      await database.owner.query(
        `update audit_folded_refusal set first_at = first_at - interval '1 minute', last_at = last_at - interval '1 minute'`,
      )
      await bed.stopHub()
      await bed.startHub()
      await until(async () => (await database.pool.query('select from audit_folded_refusal')).rowCount === 0)
      return {
        actor: { type: 'system', id: 'hub' },
        target: { type: 'person', id: auditor.id },
        outcome: 'refused',
        reason: 'permission_missing',
      }
    },
  },
  {
    action: 'factor.failed',
    by: 'a wrong code',
    async act({ admin }) {
      await admin.browser.showFactor({ kind: 'recovery_code', code: 'no-such-code' })
      return { ...own(admin.id), outcome: 'failed' }
    },
  },
  {
    action: 'factor.shown',
    by: 'a recovery code',
    async act({ admin }) {
      expectOk(await admin.browser.showFactor({ kind: 'recovery_code', code: admin.recoveryCodes.shift() }), 'the code')
      return own(admin.id)
    },
  },
  {
    action: 'factor.begun',
    by: 'a passkey',
    async act({ admin }) {
      await admin.ask('account.beginPasskey')
      return own(admin.id)
    },
  },
  {
    action: 'factor.added',
    by: 'a passkey',
    async act({ admin }) {
      const response = createAuthenticator(ORIGIN).create(await admin.ask('account.beginPasskey'))
      await admin.ask('account.finishPasskey', { name: 'Laptop', response })
      return own(admin.id)
    },
  },
  {
    action: 'factor.renamed',
    by: 'a passkey',
    async act({ admin }) {
      const { passkeys } = await admin.ask<{ passkeys: { id: string }[] }>('account.get')
      await admin.ask('account.renamePasskey', { id: passkeys[0]?.id, name: 'Key ring' })
      return { actor: { type: 'user', id: admin.id }, target: { type: 'passkey', id: passkeys[0]?.id ?? '' } }
    },
  },
  {
    action: 'factor.removed',
    by: 'a passkey',
    async act({ admin }) {
      const { passkeys } = await admin.ask<{ passkeys: { id: string }[] }>('account.get')
      await admin.ask('account.removePasskey', { id: passkeys[0]?.id })
      return own(admin.id)
    },
  },
  {
    action: 'factor.renewed',
    by: 'recovery codes',
    async act({ admin }) {
      await admin.ask('account.renewRecoveryCodes')
      return own(admin.id)
    },
  },
  {
    action: 'password.changed',
    by: 'the account’s page',
    async act({ admin }) {
      await admin.ask('account.changePassword', { current: admin.password, next: 'kupferdach im wind 1' })
      return own(admin.id)
    },
  },
]
