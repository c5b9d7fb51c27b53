import { isServiceError } from '@counterfoil/services'
import { refuseCardNumbers } from '@counterfoil/services/card-alarms'
import { demandRate } from '@counterfoil/services/rate-limits'
import { type NewAccount, redeemSetupLink } from '@counterfoil/services/users'
import type { Runtime } from '../context.ts'
import { readOwnJson } from '../read-own-json.ts'
import { refuse } from '../refuse.ts'
import { readRequestOrigin } from '../request-origin.ts'

const statusOf = { invalid: 400, forbidden: 403, conflict: 409, too_many: 429 } as const
const MOST_BYTES = 10_000
/** What people type into it. */
const setupFields = { name: 'free', email: 'free', token: 'secret', password: 'secret' } as const

/** Makes the account of a link, or gives one its new password. Whoever holds the link needs no session. */
export async function answerSetup(request: Request, runtime: Runtime): Promise<Response> {
  const { factorKit, settings, systemServices } = runtime
  const read = await readOwnJson(request, settings, MOST_BYTES)
  if ('refused' in read) return read.refused
  try {
    const origin = readRequestOrigin(request.headers)
    const services = { ...systemServices('setup'), origin }
    await demandRate(services, 'setupLink', origin)
    await refuseCardNumbers(services, 'setup', setupFields, read.body)
    // The verb looks at every field itself.
    await redeemSetupLink(services, read.body as NewAccount, factorKit)
    return Response.json({ ok: true }, { headers: { 'Cache-Control': 'no-store' } })
  } catch (error) {
    if (!isServiceError(error)) throw error
    const status = Object.entries(statusOf).find(([code]) => code === error.code)?.[1] ?? 500
    return refuse(status, (error.reason ?? error.code).toUpperCase(), error.message)
  }
}
