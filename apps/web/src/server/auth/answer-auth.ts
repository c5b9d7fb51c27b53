import type { Runtime } from '../context.ts'
import { readOwnJson } from '../read-own-json.ts'
import { refuse } from '../refuse.ts'
import { readRequestOrigin } from '../request-origin.ts'
import { endpointBodies } from './endpoint-bodies.ts'
import { findOpenEndpoint } from './open-endpoints.ts'

const MOST_BYTES = 10_000

/** Hands the few open endpoints to better-auth: JSON by POST from our own pages only, and of that the fields an endpoint has. */
export async function answerAuth(request: Request, runtime: Runtime): Promise<Response> {
  const { auth, settings } = runtime
  const endpoint = findOpenEndpoint(new URL(request.url).pathname)
  if (endpoint === undefined) return refuse(404, 'NOT_FOUND', 'There is nothing here.')
  const read = await readOwnJson(request, settings, MOST_BYTES)
  if ('refused' in read) return read.refused
  const body = endpointBodies[endpoint].safeParse(read.body)
  if (!body.success) return refuse(400, 'WRONG_FIELDS', 'The request does not have the fields that belong here.')
  try {
    const response = await auth.handler(handedOn(request, body.data))
    response.headers.set('Cache-Control', 'no-store')
    return response
  } catch (error) {
    runtime.logFault('sign-in failed', error)
    return refuse(500, 'FAILED', 'The dashboard could not answer this. Try again; if it stays, look into the dashboard’s log.')
  }
}

/** better-auth counts tries whose address it cannot tell together; a list of proxies is one to it. Here it gets the address we believe. */
function handedOn({ url, method, headers: sent }: Request, body: unknown): Request {
  const headers = new Headers(sent)
  headers.delete('content-length')
  const { address } = readRequestOrigin(headers)
  if (address === 'unknown') headers.delete('x-forwarded-for')
  else headers.set('x-forwarded-for', address)
  return new Request(url, { method, headers, body: JSON.stringify(body) })
}
