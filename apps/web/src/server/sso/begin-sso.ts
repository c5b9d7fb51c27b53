import { noteProviderAway, noteProviderBack } from '@counterfoil/services/incidents'
import { safeNext } from '../../features/sign-in/safe-next.ts'
import type { Runtime } from '../context.ts'
import { createContext } from '../context.ts'
import { backToSignIn } from './back-to-sign-in.ts'
import { limitSso } from './limit-sso.ts'
import { openAttempt } from './sso-attempts.ts'
import { attemptCookie } from './sso-cookie.ts'

/**
 * Sends the browser to the identity provider: `GET /api/sso/start?next=/path`. With `again=1` somebody signed in shows a factor
 * anew, and the provider must ask for it instead of remembering.
 */
export async function beginSso(request: Request, runtime: Runtime): Promise<Response> {
  const { settings, sso, systemServices } = runtime
  if (sso === null) return new Response('There is nothing here.', { status: 404 })
  const often = await limitSso(request, runtime)
  if (often !== null) return often
  const { searchParams } = new URL(request.url)
  const next = safeNext(searchParams.get('next') ?? undefined)
  const again = searchParams.get('again') === '1'
  const { person } = again ? await createContext(request.headers, runtime) : { person: null }
  if (again && person === null) return backToSignIn(settings, 'signed_out')
  let found: Awaited<ReturnType<typeof sso.find>>
  try {
    found = await sso.find()
  } catch (error) {
    runtime.logFault('the identity provider could not be reached', error)
    await noteProviderAway(systemServices('sso'), sso.settings.issuer.href)
    return backToSignIn(settings, 'provider_away')
  }
  await noteProviderBack(systemServices('sso'), sso.settings.issuer.href)
  const { client, configuration } = found
  const verifier = client.randomPKCECodeVerifier()
  const attempt = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier,
    next,
    sessionId: person?.sessionId ?? null,
  }
  const number = await openAttempt(systemServices('sso'), attempt)
  const address = client.buildAuthorizationUrl(configuration, {
    redirect_uri: `${settings.publicOrigin}/api/sso/callback`,
    scope: 'openid email profile',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: attempt.state,
    nonce: attempt.nonce,
    ...(again ? { prompt: 'login', max_age: '0' } : {}),
    ...(sso.settings.mfa.acr.length > 0 ? { acr_values: sso.settings.mfa.acr.join(' ') } : {}),
  })
  return new Response(null, {
    status: 303,
    headers: { Location: address.href, 'Set-Cookie': attemptCookie(settings, number), 'Cache-Control': 'no-store' },
  })
}
