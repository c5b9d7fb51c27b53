import { isServiceError } from '@counterfoil/services'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { BATCH_MOST } from '../trpc/batch-size.ts'
import { createContext, createTokenContext, type RequestContext, type Runtime } from './context.ts'
import { takeJson, takeOwnJson } from './read-own-json.ts'
import { refuse } from './refuse.ts'
import { appRouter } from './root.ts'

/** Inputs are filters, cursors and ids; a batch of all of them together is far below this. */
const MOST_BYTES = 262_144
/** Ten thousand devices, each in a line of up to 250 letters, most of which JSON writes as they are. */
const FILE_BYTES = 8_000_000
const filePaths: readonly string[] = ['/api/trpc/devices.previewImport', '/api/trpc/devices.import']
/** U+0000 as JSON writes it, after an even number of backslashes: PostgreSQL keeps no text that has it. */
const NUL = /(?<!\\)(?:\\\\)*\\u0000/

/**
 * Answers one batch of procedures. Only JSON by POST from our own pages; or from anywhere with a token in the Authorization
 * header, which no browser adds by itself. Then cookies count for nothing.
 */
export async function answerTrpc(request: Request, runtime: Runtime): Promise<Response> {
  const authorization = request.headers.get('authorization')
  // In a batch with others they are as small as these.
  const most = filePaths.includes(new URL(request.url).pathname) ? FILE_BYTES : MOST_BYTES
  const json = authorization === null ? await takeOwnJson(request, runtime.settings, most) : await takeJson(request, most)
  if ('refused' in json) return json.refused
  const asked = authorization === null ? null : await admit(authorization, request.headers, runtime)
  if (asked instanceof Response) return asked
  if (NUL.test(await json.taken.clone().text()))
    return refuse(400, 'TEXT_WITH_NUL', 'A text with the character U+0000 cannot be kept. Leave it out and try again.')
  const response = await fetchRequestHandler({
    endpoint: '/api/trpc',
    req: json.taken,
    router: appRouter,
    createContext: () => asked ?? createContext(request.headers, runtime),
    allowMethodOverride: true,
    maxBatchSize: BATCH_MOST,
    onError: ({ error, path }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR') runtime.logFault(`procedure ${path ?? '?'} failed`, error.cause ?? error)
    },
  })
  response.headers.set('Cache-Control', 'no-store')
  return response
}

/** Who a token stands for, before anything is asked; else why not. */
export async function admit(authorization: string, headers: Headers, runtime: Runtime): Promise<RequestContext | Response> {
  try {
    return await createTokenContext(authorization, headers, runtime)
  } catch (error) {
    if (!isServiceError(error)) {
      runtime.logFault('a token could not be looked up', error)
      return refuse(503, 'UNAVAILABLE', 'Tokens cannot be looked up now. Try again later.')
    }
    const tooMany = error.code === 'too_many'
    const response = refuse(tooMany ? 429 : 401, (error.reason ?? error.code).toUpperCase(), error.message)
    if (error.retryAfterMs !== undefined) response.headers.set('Retry-After', String(Math.ceil(error.retryAfterMs / 1_000)))
    if (!tooMany) response.headers.set('WWW-Authenticate', 'Bearer')
    return response
  }
}
