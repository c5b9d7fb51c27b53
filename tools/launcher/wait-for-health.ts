import { readFileSync } from 'node:fs'
import { get as getHttp } from 'node:http'
import { get as getHttps } from 'node:https'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'

/** Resolves when `url` answers 200, with this very certificate where one is named; throws with its last answer when that takes longer than `withinMs`. */
export async function waitForHealth(
  name: string,
  url: string,
  withinMs: number,
  stop: AbortSignal,
  certificate?: string,
): Promise<void> {
  const deadline = performance.now() + withinMs
  let last = 'no answer'
  while (performance.now() < deadline) {
    try {
      const answer = await ask(url, AbortSignal.any([stop, AbortSignal.timeout(2_000)]), certificate)
      if (answer.status === 200) return
      last = `${answer.status} ${answer.body}`
    } catch (error) {
      stop.throwIfAborted()
      last = error instanceof Error ? error.message : String(error)
    }
    await delay(100, undefined, { signal: stop })
  }
  throw new Error(`${name} did not become healthy within ${withinMs / 1000} s. Its last answer: ${last}`)
}

function ask(
  url: string,
  signal: AbortSignal,
  certificate?: string,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const request =
      certificate === undefined
        ? getHttp(url, { signal })
        : getHttps(url, {
            signal,
            // The server is known by its certificate itself: who signed it, and for which name, is for those beyond this machine.
            ca: readFileSync(certificate),
            allowPartialTrustChain: true,
            checkServerIdentity: () => undefined,
          })
    request.on('error', reject)
    request.on('response', (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject)
    })
  })
}
