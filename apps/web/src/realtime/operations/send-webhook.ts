import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Clock } from '@counterfoil/services/clock'
import type { WebhookSettings } from './alert-settings.ts'
import type { SignedRequest } from './webhook-request.ts'

const ANSWER_MS = 10_000

/** Null when the receiver answers 2xx; else a word for why it did not take it. Redirects are not followed: the secret's reader is one address. */
export function sendWebhook(
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  { url, ca }: Pick<WebhookSettings, 'url' | 'ca'>,
  { body, headers }: SignedRequest,
): Promise<string | null> {
  return new Promise((resolve) => {
    const request = url.protocol === 'https:' ? requestHttps : requestHttp
    const asked = request(url, {
      method: 'POST',
      agent: false,
      headers: { ...headers },
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
      response.resume()
      settle(statusCode >= 200 && statusCode < 300 ? null : `answer_${statusCode}`)
    })
    if (signal.aborted) return abort()
    asked.end(body)
  })
}
