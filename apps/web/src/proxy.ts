import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { contentSecurityPolicy, trustedTypesPolicy } from './content-security-policy.ts'
import { type Env, readEnv } from './env.ts'
import { isOpenPage } from './open-pages.ts'
import { STRICT_TRANSPORT } from './strict-transport.ts'

/** Sets the headers of pages and sends the unsigned to the sign-in page. It protects nothing: procedures do. */
export function proxy(request: NextRequest) {
  const env = readEnv()
  // Pages are read. There are no server actions, and whoever tries some gets no word into the log.
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return kept(new NextResponse(null, { status: 405, headers: { Allow: 'GET, HEAD' } }), env)
  const { pathname, search } = request.nextUrl
  if (!isOpenPage(pathname) && !hasSessionCookie(request)) {
    const signIn = new URL('/sign-in', request.url)
    if (pathname !== '/') signIn.searchParams.set('next', pathname + search)
    return kept(NextResponse.redirect(signIn), env)
  }
  const nonce = randomBytes(16).toString('base64')
  const policy = contentSecurityPolicy({
    nonce,
    host: request.headers.get('host') ?? '',
    hubPort: env.hubPort,
    secure: env.publicOrigin.startsWith('https:'),
    development: env.nodeEnv === 'development',
    worker: pathname === '/inspections/do',
  })
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  if (env.nodeEnv === 'production') response.headers.set('Content-Security-Policy-Report-Only', trustedTypesPolicy)
  return kept(response, env)
}

/** Out of every cache, and on https from then on, where people come by https. */
function kept(response: NextResponse, { publicOrigin }: Env): NextResponse {
  response.headers.set('Cache-Control', 'no-store')
  if (publicOrigin.startsWith('https:')) response.headers.set('Strict-Transport-Security', STRICT_TRANSPORT)
  return response
}

const sessionCookie = 'counterfoil.session_token'

function hasSessionCookie(request: NextRequest): boolean {
  return request.cookies.getAll().some(({ name }) => name === sessionCookie || name === `__Host-${sessionCookie}`)
}

export const config = {
  matcher: ['/((?!api/|healthz|readyz|metrics|_next/static|_next/image|favicon.ico|icon.svg|inspections/do/worker.js).*)'],
}
