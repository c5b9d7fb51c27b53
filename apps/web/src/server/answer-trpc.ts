import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { BATCH_MOST } from '../trpc/batch-size.ts'
import { createContext, type Runtime } from './context.ts'
import { takeOwnJson } from './read-own-json.ts'
import { refuse } from './refuse.ts'
import { appRouter } from './root.ts'

/** Inputs are filters, cursors and ids; a batch of all of them together is far below this. */
const MOST_BYTES = 262_144
/** U+0000 as JSON writes it, after an even number of backslashes: PostgreSQL keeps no text that has it. */
const NUL = /(?<!\\)(?:\\\\)*\\u0000/

/** Answers one batch of procedures: only JSON by POST from our own pages. */
export async function answerTrpc(request: Request, runtime: Runtime): Promise<Response> {
  const json = await takeOwnJson(request, runtime.settings, MOST_BYTES)
  if ('refused' in json) return json.refused
  if (NUL.test(await json.taken.clone().text()))
    return refuse(400, 'TEXT_WITH_NUL', 'A text with the character U+0000 cannot be kept. Leave it out and try again.')
  const response = await fetchRequestHandler({
    endpoint: '/api/trpc',
    req: json.taken,
    router: appRouter,
    createContext: () => createContext(request.headers, runtime),
    allowMethodOverride: true,
    maxBatchSize: BATCH_MOST,
    onError: ({ error, path }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR') runtime.logFault(`procedure ${path ?? '?'} failed`, error.cause ?? error)
    },
  })
  response.headers.set('Cache-Control', 'no-store')
  return response
}
