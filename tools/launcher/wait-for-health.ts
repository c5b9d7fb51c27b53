import { setTimeout as delay } from 'node:timers/promises'

/** Resolves when `url` answers 200; throws with its last answer when that takes longer than `withinMs`. */
export async function waitForHealth(name: string, url: string, withinMs: number, stop: AbortSignal): Promise<void> {
  const deadline = performance.now() + withinMs
  let last = 'no answer'
  while (performance.now() < deadline) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.any([stop, AbortSignal.timeout(2_000)]) })
      if (answer.ok) return
      last = `${answer.status} ${await answer.text()}`
    } catch (error) {
      stop.throwIfAborted()
      last = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error)
    }
    await delay(100, undefined, { signal: stop })
  }
  throw new Error(`${name} did not become healthy within ${withinMs / 1000} s. Its last answer: ${last}`)
}
