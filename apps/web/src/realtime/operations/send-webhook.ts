import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import type { Clock } from '@counterfoil/services/clock'
import type { WebhookSettings } from './alert-settings.ts'
import { guardedLookup } from './guarded-lookup.ts'
import type { SignedRequest } from './webhook-request.ts'

const ANSWER_MS = 10_000
/** Of an answer that says in its body whether it was taken. */
const MOST_CHARS = 4_096

/** Null when the receiver answers 2xx; else a word for why it did not take it. Redirects are not followed: the secret's reader is one address. */
export function sendWebhook(
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  { url, ca, mayReach }: Pick<WebhookSettings, 'url' | 'ca'> & { readonly mayReach?: (address: string) => boolean },
  { body, headers }: SignedRequest,
  judgeAnswer?: (text: string) => string | null,
): Promise<string | null> {
  // An address that is no name is never looked up.
  const literal = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (mayReach && isIP(literal) !== 0 && !mayReach(literal)) return Promise.resolve('address_inside')
  return new Promise((resolve) => {
    const request = url.protocol === 'https:' ? requestHttps : requestHttp
    const asked = request(url, {
      method: 'POST',
      agent: false,
      headers: { ...headers },
      ...(mayReach === undefined ? {} : { lookup: guardedLookup(mayReach) }),
      ...(url.protocol === 'https:' ? { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(ca === null ? {} : { ca }) } : {}),
    })
    const timer = clock.startTimer(ANSWER_MS, () => settle('timeout'))
    const abort = () => settle('hub_stops')
    signal.addEventListener('abort', abort, { once: true })
    function settle(trouble: string | null): void {
      timer.cancel()
      signal.removeEventListener('abort', abort)
      resolve(trouble)
      asked.destroy()
    }
    asked.on('error', (error: NodeJS.ErrnoException) => settle((error.code ?? 'unknown').toLowerCase()))
    asked.once('response', (response) => {
      const { statusCode = 0 } = response
      if (judgeAnswer === undefined || statusCode < 200 || statusCode >= 300) {
        response.resume()
        settle(statusCode >= 200 && statusCode < 300 ? null : `answer_${statusCode}`)
        return
      }
      let text = ''
      response.setEncoding('utf8')
      response.on('error', () => settle('cut_off'))
      response.on('data', (more: string) => {
        if (text.length < MOST_CHARS) text += more
      })
      response.once('end', () => settle(judgeAnswer(text)))
    })
    if (signal.aborted) return abort()
    asked.end(body)
  })
}
