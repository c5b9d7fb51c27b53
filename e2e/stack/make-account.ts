import { randomBytes } from 'node:crypto'
import { createSetupLink } from '@counterfoil/services/users'
import { totp } from '../../tools/stack/totp.ts'
import type { StackDatabase } from './open-database.ts'

/** An account made as people make theirs, by the dashboard's own routes. */
export interface MadeAccount {
  readonly userId: string
  /** Of a session that showed both factors. */
  readonly cookie: string
  /** Of one that knows the password and stopped there. */
  readonly challengeCookie: string
}

/** `halfway` stops before the second factor is set up. */
export async function makeAccount(
  { services, db }: StackDatabase,
  origin: string,
  { name, halfway = false }: { readonly name: string; readonly halfway?: boolean },
): Promise<MadeAccount> {
  const email = `${name}.${randomBytes(3).toString('hex')}@chain.example`
  const password = `long enough ${name} 7`
  const { token } = await createSetupLink(services, { force: true })
  const browser = openJar(origin)
  await browser.post('/api/setup', { token, name, email, password })
  await browser.post('/api/auth/sign-in/email', { email, password })
  const { id } = await db.user.findUniqueOrThrow({ where: { email } })
  if (halfway) return { userId: id, cookie: browser.cookie(), challengeCookie: '' }
  const { totpURI } = (await browser.post('/api/auth/two-factor/enable', { password })) as { totpURI: string }
  const secret = new URL(totpURI).searchParams.get('secret') ?? ''
  await browser.post('/api/auth/two-factor/verify-totp', { code: totp(secret, Date.now()) })
  const challenged = openJar(origin)
  await challenged.post('/api/auth/sign-in/email', { email, password })
  return { userId: id, cookie: browser.cookie(), challengeCookie: challenged.cookie() }
}

/** Keeps cookies and sends what our pages send; a refusal is an error. */
function openJar(origin: string) {
  const jar = new Map<string, string>()
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  return {
    cookie,
    async post(path: string, body: object): Promise<unknown> {
      const headers = { 'content-type': 'application/json', origin, 'sec-fetch-site': 'same-origin', cookie: cookie() }
      const answer = await fetch(origin + path, { method: 'POST', headers, body: JSON.stringify(body) })
      const said = await answer.json()
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(said)}`)
      for (const given of answer.headers.getSetCookie()) {
        const [pair = ''] = given.split(';')
        const cut = pair.indexOf('=')
        jar.set(pair.slice(0, cut), pair.slice(cut + 1))
      }
      return said
    },
  }
}
