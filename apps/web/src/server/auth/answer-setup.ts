import { isServiceError } from '@counterfoil/services'
import { demandRate } from '@counterfoil/services/rate-limits'
import { redeemSetupLink } from '@counterfoil/services/users'
import type { Runtime } from '../context.ts'
import { isOwnOrigin } from '../own-origins.ts'
import { refuse } from '../refuse.ts'
import { readRequestOrigin } from '../request-origin.ts'
import { withSmallBody } from '../small-body.ts'
import { hashPassword } from './hash-password.ts'

const statusOf = { invalid: 400, forbidden: 403, conflict: 409, too_many: 429 } as const
const MOST_BYTES = 10_000

/** Makes the account of a set-up link. Whoever holds the link needs no session. */
export async function answerSetup(request: Request, runtime: Runtime): Promise<Response> {
  const { settings, systemServices } = runtime
  if (!isOwnOrigin(request.headers, settings))
    return refuse(403, 'FOREIGN_ORIGIN', 'This request did not come from the dashboard itself.')
  if (!/^application\/json(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    return refuse(415, 'NOT_JSON', 'This takes application/json only.')
  }
  const small = await withSmallBody(request, MOST_BYTES)
  if (small === null) return refuse(413, 'TOO_LARGE', `A request may have at most ${MOST_BYTES} bytes.`)
  const input = parseJson(await small.text())
  if (input === undefined) return refuse(400, 'NOT_JSON', 'The request is no JSON.')
  try {
    const services = systemServices('setup')
    await demandRate(services, 'setupLink', readRequestOrigin(request.headers))
    await redeemSetupLink(services, input, hashPassword)
    return Response.json({ ok: true }, { headers: { 'Cache-Control': 'no-store' } })
  } catch (error) {
    if (!isServiceError(error)) throw error
    const status = Object.entries(statusOf).find(([code]) => code === error.code)?.[1] ?? 500
    return refuse(status, (error.reason ?? error.code).toUpperCase(), error.message)
  }
}

function parseJson(text: string): Parameters<typeof redeemSetupLink>[1] | undefined {
  try {
    // The verb looks at every field itself.
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
