import { Agent, request } from 'node:https'
import { DELIVERY_MS, type Deliver, DeliveryError, wordOf } from './delivery.ts'

/** One POST of JSON lines, taken when the answer is 2xx; nothing else counts, redirects neither. */
export const deliverHttps: Deliver = ({ url, ca, secret, clock, signal }, events) =>
  new Promise((resolve, reject) => {
    const body = Buffer.from(events.map(({ text }) => `${text}\n`).join(''))
    const agent = new Agent({ keepAlive: false, rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(ca === null ? {} : { ca }) })
    const asked = request(url, {
      agent,
      method: 'POST',
      headers: {
        'content-type': 'application/x-ndjson',
        'content-length': body.length,
        'counterfoil-first-index': String(events[0]?.entry.index ?? 0),
        ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
      },
    })
    const timer = clock.startTimer(DELIVERY_MS, () => asked.destroy(new DeliveryError('timeout')))
    const abort = () => asked.destroy(new DeliveryError('hub_stops'))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    function settle(error: unknown): void {
      timer.cancel()
      signal.removeEventListener('abort', abort)
      if (error === null) resolve()
      else reject(new DeliveryError(wordOf(error), { cause: error }))
      asked.destroy()
    }
    asked.once('response', (response) => {
      const { statusCode = 0 } = response
      response.resume()
      settle(statusCode >= 200 && statusCode < 300 ? null : new DeliveryError(`answer_${statusCode}`))
    })
    asked.on('error', settle)
    asked.end(body)
  })
