import { isServiceError, type ServiceContext } from '@counterfoil/services'
import { claimPairing, findScreen, openPairing } from '@counterfoil/services/screens'
import { cookieKindsOf } from '@counterfoil/services/sessions'
import type { Runtime } from '../context.ts'
import { ownOrigins } from '../own-origins.ts'
import { readOwnJson } from '../read-own-json.ts'
import { refuse } from '../refuse.ts'
import { readRequestOrigin } from '../request-origin.ts'
import { dropClaim, readClaim, setClaim, setScreen } from './screen-cookies.ts'

/** What a screen asks before it is one; nobody signs in for it. */
export type WallAnswer =
  | { readonly state: 'paired' }
  | { readonly state: 'waiting' }
  | { readonly state: 'over' }
  | { readonly state: 'open'; readonly code: string; readonly expiresAtMs: number }

const MOST_BYTES = 100

/** A code to show; a device that is let in already is told so instead. */
export async function answerPairing(request: Request, runtime: Runtime): Promise<Response> {
  return answer(request, runtime, async (services) => {
    const kinds = cookieKindsOf(ownOrigins(runtime.settings))
    const screen = await findScreen(services, request.headers.get('cookie') ?? undefined, kinds)
    if (screen !== null) return tell({ state: 'paired' })
    const { code, claim, expiresAt } = await openPairing(services, readClaim(request.headers, runtime.settings))
    const expiresAtMs = expiresAt.getTime()
    return tell({ state: 'open', code, expiresAtMs }, [setClaim(claim, expiresAtMs - runtime.nowMs(), runtime.settings)])
  })
}

/** Whether the code was typed; if so, the screen's cookie. */
export async function answerClaim(request: Request, runtime: Runtime): Promise<Response> {
  const { settings, nowMs } = runtime
  return answer(request, runtime, async (services) => {
    const claim = readClaim(request.headers, settings)
    const claimed = claim === null ? ({ state: 'over' } as const) : await claimPairing(services, claim)
    if (claimed.state !== 'paired') return tell({ state: claimed.state })
    const lifetimeMs = claimed.expiresAt.getTime() - nowMs()
    return tell({ state: 'paired' }, [setScreen(claimed.secret, lifetimeMs, settings), dropClaim(settings)])
  })
}

async function answer(
  request: Request,
  runtime: Runtime,
  ask: (services: ServiceContext) => Promise<Response>,
): Promise<Response> {
  const read = await readOwnJson(request, runtime.settings, MOST_BYTES)
  if ('refused' in read) return read.refused
  try {
    return await ask({ ...runtime.systemServices('screens'), origin: readRequestOrigin(request.headers) })
  } catch (error) {
    if (!isServiceError(error, 'too_many')) throw error
    const response = refuse(429, (error.reason ?? error.code).toUpperCase(), error.message)
    response.headers.set('Retry-After', String(Math.ceil((error.retryAfterMs ?? 0) / 1_000)))
    return response
  }
}

function tell(told: WallAnswer, cookies: readonly string[] = []): Response {
  const response = Response.json(told, { headers: { 'Cache-Control': 'no-store' } })
  for (const cookie of cookies) response.headers.append('Set-Cookie', cookie)
  return response
}
