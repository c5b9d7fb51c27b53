import { isServiceError } from '@counterfoil/services'
import { demandRate } from '@counterfoil/services/rate-limits'
import type { Runtime } from '../context.ts'
import { readRequestOrigin } from '../request-origin.ts'

/** The answer to an address that goes to the identity provider and back without end, which would fill the record; else null. */
export async function limitSso(request: Request, runtime: Runtime): Promise<Response | null> {
  try {
    await demandRate(runtime.systemServices('sso'), 'sso', readRequestOrigin(request.headers))
    return null
  } catch (error) {
    if (!isServiceError(error, 'too_many')) throw error
    return new Response(error.message, { status: 429, headers: { 'Cache-Control': 'no-store' } })
  }
}
