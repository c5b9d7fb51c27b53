import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Clock, Timer } from '@counterfoil/terminals'
import type { TillApiConfig } from '../agent-config.ts'
import type { AgentStatus } from '../agent-status.ts'
import type { Log } from '../log.ts'
import type { PaymentDesk } from '../payments/payment-desk.ts'
import { ApiError } from './api-error.ts'
import { checkHost, checkOrigin, findTill } from './check-request.ts'
import { explainListenError } from './explain-listen-error.ts'
import type { JsonAnswer, Route, RouteContext } from './route.ts'
import { ROUTES } from './routes.ts'

const REBIND_MS = 10_000

export interface TillApiOptions {
  readonly config: TillApiConfig
  readonly desk: PaymentDesk
  readonly status: () => AgentStatus
  readonly record: RouteContext['record']
  readonly runOperation: RouteContext['runOperation']
  readonly noteCardNumbers: RouteContext['noteCardNumbers']
  readonly clock: Clock
  readonly log: Log
}

export interface TillApi {
  /** Resolves after the first try to listen; a port that is taken is tried again until it is free. */
  start(): Promise<void>
  stop(): Promise<void>
  url(): string | undefined
}

/** Whoever serves requests without a token never reads this. */
const NOBODY = { name: '', tokenSha256: '' }

/** Serves tills over HTTP, or HTTPS where the config has a certificate. */
export function createTillApi(options: TillApiOptions): TillApi {
  const { config, clock, log } = options
  const onRequest = (request: IncomingMessage, response: ServerResponse) => void serve(options, request, response)
  const limits = { requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16 * 1024 }
  const server: Server = config.tls ? createTlsServer({ ...limits, ...config.tls }, onRequest) : createServer(limits, onRequest)
  let retry: Timer | undefined
  let stopped = false

  function listen(): Promise<void> {
    return new Promise((resolve) => {
      const failed = (error: NodeJS.ErrnoException) => {
        server.off('listening', listening)
        log.error({ port: config.port, code: error.code }, explainListenError(error, config))
        if (!stopped) retry = clock.startTimer(REBIND_MS, () => void listen())
        resolve()
      }
      const listening = () => {
        server.off('error', failed)
        resolve()
      }
      server.once('error', failed)
      server.once('listening', listening)
      server.listen(config.port, config.host)
    })
  }

  return {
    start: listen,
    stop() {
      stopped = true
      retry?.cancel()
      if (!server.listening) return Promise.resolve()
      return new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
    url() {
      const address = server.address()
      if (address === null || typeof address === 'string') return undefined
      const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
      return `${config.tls ? 'https' : 'http'}://${host}:${address.port}`
    },
  }
}

async function serve(options: TillApiOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Cache-Control', 'no-store')
  try {
    checkHost(request.headers.host, options.config)
    const origin = checkOrigin(request.headers.origin, options.config)
    if (origin !== undefined) allowOrigin(response, origin)
    if (request.method === 'OPTIONS' && origin !== undefined) {
      response.writeHead(204).end()
      return
    }
    const answer = await dispatch(options, request, response)
    if (answer !== undefined) writeJson(response, answer)
  } catch (error) {
    const known =
      error instanceof ApiError
        ? error
        : new ApiError('internal', 'The agent failed to answer; its log says why. Ask how the payment stands before trying anew.')
    if (known.code === 'internal')
      options.log.error({ error: error instanceof Error ? error.stack : String(error) }, 'A till request failed.')
    if (response.headersSent) {
      response.end()
      return
    }
    // A body that was not read to its end would be taken for the next request.
    const headers = request.complete ? {} : { Connection: 'close' }
    writeJson(response, { status: known.status, headers, body: { error: { code: known.code, message: known.message } } })
  }
}

async function dispatch(
  options: TillApiOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<JsonAnswer | undefined> {
  const path = pathOf(request.url ?? '/')
  const matching = ROUTES.flatMap((route) => {
    const id = matchPath(route.path, path)
    return id === undefined ? [] : [{ route, id }]
  })
  if (matching.length === 0)
    throw new ApiError('not_found', `There is nothing at ${path}; /openapi.json describes what there is.`)
  const match = matching.find(({ route }) => route.method === request.method)
  if (match === undefined)
    throw new ApiError(
      'method_not_allowed',
      `${request.method} is not possible at ${path}; try ${matching.map(({ route }) => route.method).join(' or ')}.`,
    )
  const till = match.route.open ? NOBODY : findTill(request.headers.authorization, options.config.tills)
  const { desk, clock, status, record, runOperation, noteCardNumbers } = options
  return await match.route.serve({
    request,
    response,
    id: match.id,
    till,
    desk,
    clock,
    status,
    record,
    runOperation,
    noteCardNumbers,
  })
}

/** Of a target as programs send it, or as they send it to a proxy; empty for anything else, such as `//`, which is no URL. */
function pathOf(target: string): string {
  if (target.startsWith('/')) return target.split('?', 1)[0] ?? ''
  return URL.canParse(target) ? new URL(target).pathname : ''
}

/** The path's id, empty for a path without one; nothing where it does not match. */
function matchPath(pattern: Route['path'], path: string): string | undefined {
  const [before, after] = pattern.split('{id}')
  if (after === undefined) return path === pattern ? '' : undefined
  if (!path.startsWith(before ?? '') || !path.endsWith(after)) return undefined
  const id = path.slice(before?.length ?? 0, path.length - after.length)
  return id === '' || id.includes('/') ? undefined : id
}

function allowOrigin(response: ServerResponse, origin: string): void {
  response.setHeader('Access-Control-Allow-Origin', origin)
  response.setHeader('Vary', 'Origin')
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, DELETE')
  response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type, Idempotency-Key')
  response.setHeader('Access-Control-Expose-Headers', 'Location')
}

function writeJson(response: ServerResponse, { status, body, headers }: JsonAnswer): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify(body))
}
