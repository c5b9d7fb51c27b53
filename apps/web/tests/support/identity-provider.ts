import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the next sign-in at the provider says; everything a test changes is a way to be wrong. */
export interface NextAnswer {
  claims?: Record<string, unknown>
  /** Signs with a key that is not among the published ones. */
  foreignKey?: boolean
  /** Leaves the address to the user info endpoint. */
  addressInUserInfo?: boolean
}

export interface IdentityProvider extends AsyncDisposable {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly next: NextAnswer
  /** Goes to the provider as a browser does, and comes back with the address it is sent to. */
  readonly signIn: (authorizationAddress: string) => Promise<string>
}

interface Grant {
  readonly challenge: string
  readonly nonce: string
  readonly redirectUri: string
  readonly authTime: number
}

/** An OpenID Connect provider with code flow and PKCE over HTTP on this machine: real signatures, one client, one person. */
export async function startIdentityProvider({ port = 0 } = {}): Promise<IdentityProvider> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const clientId = 'counterfoil'
  const clientSecret = 'a secret of the provider'
  const grants = new Map<string, Grant>()
  const next: NextAnswer = {}
  const address = { email: 'm.vogel@chain.example', email_verified: true }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer)
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return send(200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          code_challenge_methods_supported: ['S256'],
        })
      case '/jwks':
        return send(200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] })
      case '/authorize': {
        const asked = url.searchParams
        const code = randomBytes(16).toString('hex')
        grants.set(code, {
          challenge: asked.get('code_challenge') ?? '',
          nonce: asked.get('nonce') ?? '',
          redirectUri: asked.get('redirect_uri') ?? '',
          authTime: Math.floor(Date.now() / 1_000),
        })
        const back = new URL(asked.get('redirect_uri') ?? '')
        back.searchParams.set('code', code)
        back.searchParams.set('state', asked.get('state') ?? '')
        return response.writeHead(302, { location: back.href }).end()
      }
      case '/userinfo':
        return send(200, { sub: 'u-1', ...address })
      case '/token':
        return void readForm(request).then((form) => {
          const basic = `Basic ${Buffer.from(`${clientId}:${encodeURIComponent(clientSecret).replaceAll('%20', '+')}`).toString('base64')}`
          const grant = grants.get(form.get('code') ?? '')
          grants.delete(form.get('code') ?? '')
          const verifier = createHash('sha256')
            .update(form.get('code_verifier') ?? '')
            .digest('base64url')
          if (request.headers.authorization !== basic) return send(401, { error: 'invalid_client' })
          if (grant === undefined || grant.challenge !== verifier || grant.redirectUri !== form.get('redirect_uri'))
            return send(400, { error: 'invalid_grant' })
          const now = Math.floor(Date.now() / 1_000)
          const claims = {
            iss: issuer,
            aud: clientId,
            sub: 'u-1',
            iat: now,
            exp: now + 300,
            auth_time: grant.authTime,
            nonce: grant.nonce,
            amr: ['pwd', 'mfa'],
            ...(next.addressInUserInfo ? {} : address),
            ...next.claims,
          }
          send(200, {
            access_token: 'access',
            token_type: 'Bearer',
            id_token: jwt(claims, next.foreignKey ? foreign : privateKey),
          })
        })
      default:
        return send(404, {})
    }
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    issuer,
    clientId,
    clientSecret,
    next,
    signIn: async (authorizationAddress) => {
      const answer = await fetch(authorizationAddress, { redirect: 'manual' })
      return answer.headers.get('location') ?? ''
    },
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections()),
  }
}

function jwt(claims: object, key: Parameters<typeof sign>[2]): string {
  const text = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const signed = `${text({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${text(claims)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let body = ''
  for await (const part of request) body += part
  return new URLSearchParams(body)
}
