import { type Server, Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { HubNotes } from '@counterfoil/services/ingest'
import { createRateLimit } from '../http/rate-limit.ts'
import type { HubParts } from '../hub-parts.ts'

type Reason = 'plain_http' | 'old_version' | 'refused_certificate' | 'gave_up' | 'other'

const SENTENCES: Readonly<Record<Reason, string>> = {
  plain_http: 'somebody spoke plain HTTP to the TLS port: its address must begin with https://',
  old_version: 'somebody speaks only TLS 1.1 or older, which the hub does not',
  refused_certificate: 'somebody refuses the hub’s certificate: its authority, name or dates',
  gave_up: 'somebody left during the TLS handshake; agents do that when they refuse the certificate, and their `doctor` says why',
  other: 'a TLS handshake failed',
}

/** Counts failed handshakes, and writes one of each kind a minute into the log and the hub's own record. */
export function noteFailedHandshakes(server: Server, { clock, log, metrics }: HubParts, notes: HubNotes): void {
  const limit = createRateLimit({ burst: 1, refillMs: 60_000 })
  // A closed socket knows its peer only if it was asked before.
  server.on('connection', ({ remoteAddress }: Socket) => remoteAddress)
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
    const line = lineUnder(socket)
    // Who connects and says nothing looks whether the port is open, as balancers do.
    if (line?.bytesRead === 0) return
    const reason = reasonOf(error)
    metrics.tlsFailed.inc({ reason })
    if (!limit.take(reason, clock.monotonicMs())) return
    const detail = { from: line?.remoteAddress ?? 'unknown', code: error.code ?? '' }
    log.warn({ reason, ...detail }, SENTENCES[reason])
    notes.note({ kind: `tls.${reason}`, agentId: null, storeId: null, detail })
  })
}

/** The connection below; Node keeps it without a public name, and counts nothing on the TLS socket before the handshake. */
function lineUnder(socket: TLSSocket): Socket | undefined {
  const line: unknown = Reflect.get(socket, '_parent')
  return line instanceof Socket ? line : undefined
}

function reasonOf({ code = '', message }: NodeJS.ErrnoException): Reason {
  if (code === 'ERR_SSL_HTTP_REQUEST') return 'plain_http'
  if (/UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|VERSION_TOO_LOW/.test(code)) return 'old_version'
  if (/ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_)|CERTIFICATE_(EXPIRED|UNKNOWN)/.test(code)) return 'refused_certificate'
  return code === 'ECONNRESET' || /socket hang up/.test(message) ? 'gave_up' : 'other'
}
