import { recordAct } from '@counterfoil/services/audit'
import { findRefusal, type ProcedureMeta } from './admit.ts'
import { admit } from './answer-trpc.ts'
import { createContext, type RequestContext, type Runtime } from './context.ts'
import { isOwnOrigin } from './own-origins.ts'
import { refuse } from './refuse.ts'

interface BytesRoute extends ProcedureMeta {
  /** For the record of refusals. */
  readonly path: string
  readonly mostBytes: number
  readonly tooLarge: () => Response
}

export interface AdmittedBytes {
  readonly asked: RequestContext
  readonly name: string
  readonly via: 'upload' | 'token'
}

/**
 * Whoever brings one file as the body, from our own pages or with a token; its name stands in the address. What is refused is
 * refused before a byte of it is read.
 */
export async function admitBytes(request: Request, runtime: Runtime, route: BytesRoute): Promise<AdmittedBytes | Response> {
  const authorization = request.headers.get('authorization')
  if (authorization === null && !isOwnOrigin(request.headers, runtime.settings))
    return refuse(403, 'FOREIGN_ORIGIN', 'This request did not come from the dashboard itself.')
  if (request.headers.get('content-type') !== 'application/octet-stream')
    return refuse(415, 'NOT_BYTES', 'This takes application/octet-stream only.')
  const name = new URL(request.url).searchParams.get('name') ?? ''
  if (name === '' || name.length > 1_000 || name.includes('\u0000'))
    return refuse(400, 'NAME_MISSING', 'Say what the file is called: ?name=report.csv.')
  if (Number(request.headers.get('content-length') ?? 0) > route.mostBytes) return route.tooLarge()
  const asked =
    authorization === null ? await createContext(request.headers, runtime) : await admit(authorization, request.headers, runtime)
  if (asked instanceof Response) return asked
  const refused = await refuseUnlessAllowed(asked, route)
  return refused ?? { asked, name, via: authorization === null ? 'upload' : 'token' }
}

/** Outside of procedures: why the asker may not do it, recorded as theirs are; null when they may. */
export async function refuseUnlessAllowed(
  { asker, services, nowMs }: RequestContext,
  { path, ...meta }: ProcedureMeta & { readonly path: string },
): Promise<Response | null> {
  if (asker === null) return refuse(401, 'UNAUTHORIZED', 'You are not signed in. Sign in and try again.')
  const refusal = findRefusal(asker, meta, nowMs())
  if (refusal === null) return null
  if (refusal.reason !== 'idle') {
    await recordAct(services, services.pool, {
      action: 'access.refused',
      target: { type: 'route', id: path },
      outcome: 'refused',
      reason: refusal.reason ?? refusal.code,
    })
  }
  const code = (refusal.reason ?? refusal.code).toUpperCase()
  return refuse(refusal.code === 'unauthenticated' ? 401 : 403, code, refusal.message)
}
