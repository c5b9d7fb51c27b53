import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '@counterfoil/terminals'
import type { Log } from '../log.ts'
import { checkHost, checkOrigin, Refused, readCookie, readForm } from './check-visit.ts'
import { findLanguage } from './find-language.ts'
import { CONTENT_SECURITY_POLICY, enterPage, messagePage } from './layout.ts'
import type { PageKeys } from './page-keys.ts'
import { SESSION_MS, type Session, type Sessions } from './sessions.ts'
import { LANGUAGES, type Language, WORDS } from './words.ts'

const COOKIE = 'agent_page'

/** What one visitor may ask for; every path but the way in belongs to one. */
export interface VisitRoutes {
  readonly get: Readonly<Record<string, (session: Session, query: URLSearchParams) => Promise<Answer> | Answer>>
  readonly post: Readonly<Record<string, (session: Session, form: URLSearchParams) => Promise<Answer> | Answer>>
}

export type Answer =
  | { readonly type: 'page'; readonly status?: number; readonly html: string }
  /** Back to the page, at one of its parts. */
  | { readonly type: 'back'; readonly to: string }
  | { readonly type: 'file'; readonly name: string; readonly bytes: Buffer }

export interface PageServerOptions {
  readonly keys: PageKeys
  readonly sessions: Sessions
  readonly routes: VisitRoutes
  readonly clock: Clock
  readonly log: Log
}

/** Serves the local page; `port` is the one this request came in on. */
export function createPageServer(options: PageServerOptions) {
  return (request: IncomingMessage, response: ServerResponse, port: number): void => {
    void serve(options, request, response, port)
  }
}

async function serve(
  options: PageServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
): Promise<void> {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
  let language = findLanguage(request.headers['accept-language'])
  let back: string | undefined
  try {
    const host = checkHost(request.headers.host, port)
    const origin = `http://${host}`
    const target = request.url ?? ''
    if (!target.startsWith('/') || !URL.canParse(target, origin)) throw new Refused(404, 'notFound')
    const { pathname, searchParams } = new URL(target, origin)
    if (pathname === '/open') return enter(options, request, response, { host, key: searchParams.get('key') ?? '', language })
    const [, id, name] = /^\/s\/([A-Za-z0-9_-]{20,64})\/([a-z-]*)$/.exec(pathname) ?? []
    const cookie = readCookie(request.headers.cookie, COOKIE)
    if (id === undefined) throw pathname === '/' ? new Refused(403, 'noSession') : new Refused(404, 'notFound')
    const session = options.sessions.find(id, cookie, host, options.clock.nowMs())
    if (session === undefined) throw new Refused(403, 'noSession')
    language = session.language
    back = './'
    answer(response, await dispatch(options.routes, request, { session, host, name: name ?? '', query: searchParams }))
  } catch (error) {
    refuse(options, request, response, { error, language, back })
  }
}

async function dispatch(
  { get, post }: VisitRoutes,
  request: IncomingMessage,
  { session, host, name, query }: { session: Session; host: string; name: string; query: URLSearchParams },
): Promise<Answer> {
  const shows = Object.hasOwn(get, name) ? get[name] : undefined
  const does = Object.hasOwn(post, name) ? post[name] : undefined
  if (shows === undefined && does === undefined) throw new Refused(404, 'notFound')
  if (request.method === 'GET' && shows !== undefined) return shows(session, query)
  if (request.method !== 'POST' || does === undefined) throw new Refused(405, 'wrongMethod')
  checkOrigin(request, host)
  return does(session, await readForm(request))
}

/** Takes the key and lets the browser in. A browser that only looks ahead must not use it up. */
function enter(
  { keys, sessions, clock, log }: PageServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  { host, key, language }: { host: string; key: string; language: Language },
): void {
  const ahead = request.headers['sec-purpose'] !== undefined || request.headers.purpose !== undefined
  if (request.method !== 'GET' || ahead) throw new Refused(405, 'wrongMethod')
  if (!keys.take(key, clock.nowMs())) throw new Refused(403, 'wrongKey')
  const { session, cookie } = sessions.begin(host, language, clock.nowMs())
  log.info({}, 'Somebody with a key opened the local page.')
  const path = `/s/${session.id}/`
  response.setHeader('Set-Cookie', `${COOKIE}=${cookie}; Path=${path}; HttpOnly; SameSite=Strict; Max-Age=${SESSION_MS / 1_000}`)
  answer(response, { type: 'page', html: enterPage(language, path) })
}

function refuse(
  { log }: PageServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  { error, language, back }: { error: unknown; language: Language; back: string | undefined },
): void {
  const refused = error instanceof Refused ? error : new Refused(500, 'failed')
  if (!(error instanceof Refused))
    log.error({ error: error instanceof Error ? error.stack : String(error) }, 'The local page could not answer.')
  if (response.headersSent) {
    response.end()
    return
  }
  // A body that was not read to its end would be taken for the next request.
  if (!request.complete) response.setHeader('Connection', 'close')
  const sentence = WORDS[language].errors[refused.why]
  answer(response, {
    type: 'page',
    status: refused.status,
    html: messagePage(language, { sentence, ...(back !== undefined && { back }) }),
  })
}

function answer(response: ServerResponse, given: Answer): void {
  switch (given.type) {
    case 'page':
      response.writeHead(given.status ?? 200, { 'Content-Type': 'text/html; charset=utf-8' }).end(given.html)
      return
    case 'back':
      response.writeHead(303, { Location: given.to }).end()
      return
    case 'file':
      response
        .writeHead(200, { 'Content-Type': 'application/zip', 'Content-Disposition': `attachment; filename="${given.name}"` })
        .end(given.bytes)
      return
    default:
      given satisfies never
  }
}

/** The language a form asks for. Throws `Refused`. */
export function readLanguage(form: URLSearchParams): Language {
  const found = LANGUAGES.find((language) => language === form.get('language'))
  if (found === undefined) throw new Refused(400, 'wrongForm')
  return found
}

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Not no-referrer: with that, browsers send forms with `Origin: null`.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
}
