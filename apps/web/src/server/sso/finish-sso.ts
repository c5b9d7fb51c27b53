import { recordAct } from '@counterfoil/services/audit'
import { disableUnused } from '@counterfoil/services/people'
import { findSsoAccount } from '@counterfoil/services/sso'
import type { Runtime } from '../context.ts'
import { createContext } from '../context.ts'
import { readRequestOrigin } from '../request-origin.ts'
import { askProvider } from './ask-provider.ts'
import { backToSignIn, type SsoRefusal } from './back-to-sign-in.ts'
import { limitSso } from './limit-sso.ts'
import { takeAttempt } from './sso-attempts.ts'
import { attemptCookie, readAttemptCookie } from './sso-cookie.ts'
import { noteFactorShownBySso, openSsoSession } from './sso-session.ts'

/** Where the identity provider sends the browser back to: `GET /api/sso/callback`. */
export async function finishSso(request: Request, runtime: Runtime): Promise<Response> {
  const { settings, sso } = runtime
  if (sso === null) return new Response('There is nothing here.', { status: 404 })
  const often = await limitSso(request, runtime)
  if (often !== null) return often
  const services = { ...runtime.systemServices('sso'), origin: readRequestOrigin(request.headers) }
  const refuse = async (reason: SsoRefusal): Promise<Response> => {
    await recordAct(services, services.pool, {
      action: 'sign_in.failed',
      target: { type: 'identity_provider', id: sso.settings.issuer.href },
      outcome: 'refused',
      reason,
    })
    return backToSignIn(settings, reason)
  }
  const number = readAttemptCookie(settings, request.headers)
  const attempt = number === null ? null : await takeAttempt(services, number)
  if (attempt === null) return refuse('attempt_over')
  const judged = await askProvider(new URL(request.url), attempt, runtime)
  if (!judged.ok) return refuse(judged.reason)
  const account = await findSsoAccount(services, { issuer: sso.settings.issuer.href, ...judged })
  if (!account.found) return refuse(account.reason)
  // As at every sign-in: one nobody used for 90 days is shut at this moment at the latest, and told so.
  if ((await disableUnused(services, { id: account.userId })).includes(account.userId)) return refuse('account_disabled')
  const headers = new Headers({ Location: settings.publicOrigin + attempt.next, 'Cache-Control': 'no-store' })
  headers.append('Set-Cookie', attemptCookie(settings, null))
  if (attempt.sessionId === null) headers.append('Set-Cookie', await openSsoSession(account.userId, services, runtime))
  else {
    // The session that asked, still there, and the same person: else a colleague's factor would stand for this one.
    const { person } = await createContext(request.headers, runtime)
    if (person?.sessionId !== attempt.sessionId || person.id !== account.userId) return refuse('signed_out')
    await noteFactorShownBySso(person, services)
  }
  return new Response(null, { status: 303, headers })
}
