import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { createContext, type Runtime } from './context.ts'
import { isOwnOrigin } from './own-origins.ts'
import { refuse } from './refuse.ts'
import { appRouter } from './root.ts'
import { withSmallBody } from './small-body.ts'

/** Inputs are filters, cursors and ids; a batch of all of them together is far below this. */
const MOST_BYTES = 262_144

/** Answers one batch of procedures. Only JSON by POST from our own pages: a form or a link of another site gets 403 or 415. */
export async function answerTrpc(request: Request, runtime: Runtime): Promise<Response> {
  if (!isOwnOrigin(request.headers, runtime.settings))
    return refuse(403, 'FOREIGN_ORIGIN', 'This request did not come from the dashboard itself.')
  if (!/^application\/json(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    return refuse(415, 'NOT_JSON', 'Procedures take application/json only.')
  }
  const small = await withSmallBody(request, MOST_BYTES)
  if (small === null) return refuse(413, 'TOO_LARGE', `A request may have at most ${MOST_BYTES} bytes.`)
  const response = await fetchRequestHandler({
    endpoint: '/api/trpc',
    req: small,
    router: appRouter,
    createContext: () => createContext(request.headers, runtime),
    allowMethodOverride: true,
    onError: ({ error, path }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR') runtime.logFault(`procedure ${path ?? '?'} failed`, error.cause ?? error)
    },
  })
  response.headers.set('Cache-Control', 'no-store')
  return response
}
