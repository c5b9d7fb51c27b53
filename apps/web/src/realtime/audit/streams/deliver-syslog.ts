import { isIP } from 'node:net'
import { connect } from 'node:tls'
import type { Timer } from '@counterfoil/services/clock'
import { DELIVERY_MS, type Deliver, DeliveryError, wordOf } from './delivery.ts'
import { syslogFrame } from './syslog-message.ts'

const SYSLOG_TLS_PORT = 6514
/** After everything was handed over: a receiver that hangs up shows it by then, before we do. */
const QUIET_MS = 300

/**
 * Syslog knows no acknowledgement. So each delivery is a connection of its own that we close: a receiver answers that (RFC 5425,
 * 4.4) when it has read everything before it, and only then is the delivery taken. A connection that ends before we close it,
 * or with an error, is none: what it was sent is sent again.
 */
export const deliverSyslog: Deliver = ({ url, ca, clock, signal }, events) =>
  new Promise((resolve, reject) => {
    const frames = Buffer.concat(events.map((event) => syslogFrame(event.entry, event)))
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const socket = connect({
      host,
      port: url.port === '' ? SYSLOG_TLS_PORT : Number(url.port),
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(ca === null ? {} : { ca }),
    })
    let closing = false
    let quiet: Timer | null = null
    const timer = clock.startTimer(DELIVERY_MS, () => socket.destroy(new DeliveryError('timeout')))
    const abort = () => socket.destroy(new DeliveryError('hub_stops'))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    function settle(error: unknown): void {
      timer.cancel()
      quiet?.cancel()
      signal.removeEventListener('abort', abort)
      if (error === null) resolve()
      else reject(new DeliveryError(wordOf(error), { cause: error }))
      socket.destroy()
    }
    function close(): void {
      closing = true
      socket.end()
    }
    socket.once('secureConnect', () => {
      socket.write(frames, (error) => {
        if (!error) quiet = clock.startTimer(QUIET_MS, close)
      })
    })
    socket.once('end', () => settle(closing ? null : new DeliveryError('closed_early')))
    socket.on('error', settle)
    socket.once('close', () => settle(new DeliveryError('closed_early')))
    // Nothing is said to us; unless it is read, the end is not seen.
    socket.resume()
  })
