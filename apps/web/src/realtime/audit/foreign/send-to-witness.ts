import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Clock } from '@counterfoil/services/clock'
import type { WitnessReply } from '@counterfoil/services/foreign-witnesses'

/** Nobody answered in time. */
export class WitnessTimeout extends Error {
  override readonly name = 'WitnessTimeout'
}

export const WITNESS_TIMEOUT_MS = 15_000
/** A few signature lines, or a word on why not. */
const MOST_ANSWER_BYTES = 16_384

/** One POST; redirects are not followed, and of an answer no more is read than one may have. */
export function sendToWitness(
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  url: string,
  body: string,
): Promise<WitnessReply> {
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:') ? requestHttps : requestHttp
    const asked = request(url, {
      method: 'POST',
      agent: false,
      minVersion: 'TLSv1.2',
      headers: { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(body) },
    })
    const timer = clock.startTimer(WITNESS_TIMEOUT_MS, () => asked.destroy(new WitnessTimeout('the witness did not answer')))
    const abort = () => asked.destroy(new Error('the hub stops'))
    signal.addEventListener('abort', abort, { once: true })
    function settle(answer: WitnessReply | Error): void {
      timer.cancel()
      signal.removeEventListener('abort', abort)
      if (answer instanceof Error) reject(answer)
      else resolve(answer)
      asked.destroy()
    }
    asked.on('error', settle)
    asked.once('response', (response) => {
      const chunks: Buffer[] = []
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > MOST_ANSWER_BYTES) settle(new Error('the witness answers more than a witness has to say'))
        else chunks.push(chunk)
      })
      response.once('end', () => settle({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }))
      response.once('error', settle)
    })
    if (signal.aborted) abort()
    asked.end(body)
  })
}
