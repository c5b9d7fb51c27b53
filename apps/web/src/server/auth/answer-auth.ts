import type { Runtime } from '../context.ts'
import { isOwnOrigin } from '../own-origins.ts'
import { refuse } from '../refuse.ts'
import { readRequestOrigin } from '../request-origin.ts'
import { withSmallBody } from '../small-body.ts'
import { isOpenEndpoint } from './open-endpoints.ts'

const MOST_BYTES = 10_000

/** Hands the few open endpoints to better-auth: JSON by POST from our own pages only. */
export async function answerAuth(request: Request, runtime: Runtime): Promise<Response> {
  const { auth, settings } = runtime
  if (!isOpenEndpoint(new URL(request.url).pathname)) return refuse(404, 'NOT_FOUND', 'There is nothing here.')
  if (!isOwnOrigin(request.headers, settings))
    return refuse(403, 'FOREIGN_ORIGIN', 'This request did not come from the dashboard itself.')
  if (!/^application\/json(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    return refuse(415, 'NOT_JSON', 'This takes application/json only.')
  }
  const small = await withSmallBody(request, MOST_BYTES)
  if (small === null) return refuse(413, 'TOO_LARGE', `A request may have at most ${MOST_BYTES} bytes.`)
  const response = await auth.handler(fromOneAddress(small))
  response.headers.set('Cache-Control', 'no-store')
  return response
}

/** better-auth counts tries whose address it cannot tell together; a list of proxies is one to it. Here it gets the address we believe. */
function fromOneAddress(request: Request): Request {
  const { address } = readRequestOrigin(request.headers)
  if (address === 'unknown') request.headers.delete('x-forwarded-for')
  else request.headers.set('x-forwarded-for', address)
  return request
}
