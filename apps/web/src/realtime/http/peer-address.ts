import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/**
 * The address a request comes from, for limits and notes. A proxy on this machine is believed about the one before it: the last
 * entry of `X-Forwarded-For` is its own, whatever a client wrote there.
 */
export function peerAddress({
  socket,
  headers,
}: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } }): string {
  const peer = socket.remoteAddress ?? ''
  const ofThisMachine = /^(::ffff:)?127\./.test(peer) || peer === '::1'
  const told =
    String(headers['x-forwarded-for'] ?? '')
      .split(',')
      .at(-1)
      ?.trim() ?? ''
  return ofThisMachine && isIP(told) !== 0 ? told : peer
}
