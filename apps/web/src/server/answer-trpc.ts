import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { createContext, getSettings } from './context.ts'
import { isOwnOrigin } from './own-origins.ts'
import { appRouter } from './root.ts'

/** Answers one batch of procedures. Only JSON by POST from our own pages: a form or a link of another site gets 403 or 415. */
export async function answerTrpc(request: Request): Promise<Response> {
  if (!isOwnOrigin(request.headers, getSettings())) {
    return refuse(403, 'This request did not come from the dashboard itself, so it was refused.')
  }
  if (!/^application\/json(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    return refuse(415, 'Procedures take application/json only.')
  }
  const response = await fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext: () => createContext(request.headers),
    allowMethodOverride: true,
  })
  response.headers.set('Cache-Control', 'no-store')
  return response
}

function refuse(status: number, message: string): Response {
  return Response.json({ error: message }, { status, headers: { 'Cache-Control': 'no-store' } })
}
