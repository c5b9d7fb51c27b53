import { isIP } from 'node:net'
import type { RequestOrigin } from '@counterfoil/services'

const LONGEST_USER_AGENT = 300

/**
 * Where a request came from. Next writes the peer's address into `X-Forwarded-For` unless something stands there already; behind
 * a proxy its last entry is the proxy's own, whatever a client wrote before it.
 */
export function readRequestOrigin(headers: Headers): RequestOrigin {
  const told = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? ''
  const userAgent = headers.get('user-agent')?.slice(0, LONGEST_USER_AGENT)
  return { address: isIP(told) === 0 ? 'unknown' : told, ...(userAgent === undefined ? {} : { userAgent }) }
}
