import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { TillApiConfig, TillConfig } from '../agent-config.ts'
import { ApiError } from './api-error.ts'

/** Refuses names we do not answer to: a page that points its own name at this machine (DNS rebinding) gets nothing. */
export function checkHost(host: string | undefined, config: TillApiConfig): void {
  const name = (host ?? '')
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase()
  // Rebinding needs a name; an address in numbers is what the browser really connected to.
  if (isIP(name) > 0 || name === 'localhost' || name === config.host.toLowerCase()) return
  if (config.allowedHosts.some((allowed) => allowed.toLowerCase() === name)) return
  throw new ApiError(
    'host_not_allowed',
    `This agent does not answer to the name "${name}"; add it to tillApi.allowedHosts in the agent's config if it is meant.`,
  )
}

/** Programs send no Origin; pages do, and only listed ones may ask. Returns the origin to allow, if there is one. */
export function checkOrigin(origin: string | undefined, config: TillApiConfig): string | undefined {
  if (origin === undefined) return undefined
  if (config.allowedOrigins.some((allowed) => new URL(allowed).origin === origin)) return origin
  throw new ApiError(
    'origin_not_allowed',
    `Pages of ${origin} may not ask this agent; add it to tillApi.allowedOrigins in the agent's config if it is a till.`,
  )
}

/** Finds the till by its bearer token; every till's hash is compared, in constant time. */
export function findTill(authorization: string | undefined, tills: readonly TillConfig[]): TillConfig {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  const given = createHash('sha256')
    .update(token ?? '')
    .digest()
  let found: TillConfig | undefined
  for (const till of tills) {
    if (timingSafeEqual(given, Buffer.from(till.tokenSha256, 'hex')) && token !== undefined) found = till
  }
  if (found === undefined)
    throw new ApiError(
      'unauthorised',
      'The till’s token is missing or wrong: send "Authorization: Bearer TOKEN" with the token from the agent’s config.',
    )
  return found
}

export const BODY_MAX_BYTES = 16 * 1024

/** Reads a small JSON body; throws `ApiError` for anything else. */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    throw new ApiError('not_json', 'The body must be JSON: send "Content-Type: application/json".')
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > BODY_MAX_BYTES) throw new ApiError('too_large', `The body is larger than ${BODY_MAX_BYTES / 1024} KB.`)
    chunks.push(chunk)
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)))
  } catch {
    throw new ApiError('invalid_request', 'The body is not valid JSON in UTF-8.')
  }
}

/** The Idempotency-Key header: 1 to 100 visible ASCII characters. */
export function readIdempotencyKey(value: string | string[] | undefined): string {
  if (typeof value !== 'string' || !/^[\x21-\x7e]{1,100}$/.test(value)) {
    throw new ApiError(
      'idempotency_key_missing',
      'Send an Idempotency-Key header (1 to 100 visible characters), a new one for each payment: it keeps a repeated request from charging twice.',
    )
  }
  return value
}
