import { isServiceError } from '@counterfoil/services'
import { demandRate } from '@counterfoil/services/rate-limits'
import { redeemSetupLink } from '@counterfoil/services/users'
import type { Runtime } from '../context.ts'
import { readOwnJson } from '../read-own-json.ts'
import { refuse } from '../refuse.ts'
import { readRequestOrigin } from '../request-origin.ts'
import { hashPassword } from './hash-password.ts'

const statusOf = { invalid: 400, forbidden: 403, conflict: 409, too_many: 429 } as const
const MOST_BYTES = 10_000

/** Makes the account of a set-up link. Whoever holds the link needs no session. */
export async function answerSetup(request: Request, runtime: Runtime): Promise<Response> {
  const { settings, systemServices } = runtime
  const read = await readOwnJson(request, settings, MOST_BYTES)
  if ('refused' in read) return read.refused
  try {
    const services = systemServices('setup')
    await demandRate(services, 'setupLink', readRequestOrigin(request.headers))
    // The verb looks at every field itself.
    await redeemSetupLink(services, read.body as Parameters<typeof redeemSetupLink>[1], hashPassword)
    return Response.json({ ok: true }, { headers: { 'Cache-Control': 'no-store' } })
  } catch (error) {
    if (!isServiceError(error)) throw error
    const status = Object.entries(statusOf).find(([code]) => code === error.code)?.[1] ?? 500
    return refuse(status, (error.reason ?? error.code).toUpperCase(), error.message)
  }
}
