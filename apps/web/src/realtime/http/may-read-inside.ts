import type { IncomingMessage } from 'node:http'
import { isBearer } from '../../is-bearer.ts'

interface Asked {
  readonly headers: IncomingMessage['headers']
  readonly socket: { readonly remoteAddress?: string | undefined }
}

/**
 * Whether this request may read how the hub is inside: by the token, or from this machine itself. What a proxy on this machine
 * passes on comes from elsewhere, whatever else it says.
 */
export function mayReadInside({ headers, socket }: Asked, token: string | null): boolean {
  if (token !== null && isBearer(headers.authorization, token)) return true
  const peer = socket.remoteAddress ?? ''
  const ofThisMachine = /^(::ffff:)?127\./.test(peer) || peer === '::1'
  return ofThisMachine && headers['x-forwarded-for'] === undefined && headers.forwarded === undefined
}
