import { findSession } from '@counterfoil/services/sessions'
import { describe, expect, it } from 'vitest'
import { type EnrolledAccount, enrolAccount, openDashboard, type TestDashboard } from './support/open-dashboard.ts'

/** Every cookie that signing in by password and asking for a passkey sets, without its value. */
async function cookiesOf(dashboard: TestDashboard, enrolled: EnrolledAccount): Promise<readonly string[]> {
  const browser = dashboard.openBrowser()
  const answers = [
    await browser.post('/api/auth/passkey/options', {}),
    await browser.signIn(),
    await browser.verifyCode(enrolled.code()),
  ]
  return answers.flatMap(({ setCookies }) => setCookies).map((cookie) => cookie.replace(/=[^;]*/, ''))
}

describe('cookies', () => {
  it('over TLS are of this host alone, by a name that no other host and no plain page can set', async () => {
    await using dashboard = await openDashboard({ publicOrigin: 'https://pay.example' })
    const enrolled = await enrolAccount(dashboard)
    const cookies = await cookiesOf(dashboard, enrolled)
    expect(cookies.length).toBeGreaterThanOrEqual(3)
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-counterfoil\.[a-z_]+;/)
      expect(cookie).toMatch(/; Secure(;|$)/)
      expect(cookie).toMatch(/; HttpOnly(;|$)/)
      expect(cookie).toMatch(/; SameSite=Lax(;|$)/)
      expect(cookie).toMatch(/; Path=\/(;|$)/)
      expect(cookie).not.toMatch(/; Domain/i)
    }
    expect([...enrolled.browser.jar.keys()]).toContain('__Host-counterfoil.session_token')
  })

  it('on this machine without TLS have the plain name and all else', async () => {
    await using dashboard = await openDashboard()
    const cookies = await cookiesOf(dashboard, await enrolAccount(dashboard))
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^counterfoil\.[a-z_]+;/)
      expect(cookie).not.toMatch(/; (Secure|Domain)/i)
      expect(cookie).toMatch(/; HttpOnly(;|$)/)
      expect(cookie).toMatch(/; SameSite=Lax(;|$)/)
    }
  })

  it('of the plain name count nowhere once the site is under TLS', async () => {
    await using dashboard = await openDashboard({ publicOrigin: 'https://pay.example' })
    const { browser } = await enrolAccount(dashboard)
    const token = browser.jar.get('__Host-counterfoil.session_token') ?? ''
    const look = (name: string) =>
      findSession({ pool: dashboard.database.pool, now: () => new Date() }, `${name}=${token}`, ['secure'])
    expect(await look('__Host-counterfoil.session_token')).not.toBeNull()
    expect(await look('counterfoil.session_token')).toBeNull()
    browser.jar.clear()
    for (const name of ['counterfoil.session_token', '__Secure-counterfoil.session_token']) browser.jar.set(name, token)
    expect(await browser.person()).toBeNull()
    browser.jar.set('__Host-counterfoil.session_token', token)
    expect(await browser.person()).not.toBeNull()
  })
})
