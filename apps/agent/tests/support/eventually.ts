import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until `check` returns something; throws after `limitMs` with what was awaited. */
export async function eventually<T>(
  what: string,
  check: () => T | undefined | false | Promise<T | undefined | false>,
  limitMs = 60_000,
): Promise<T> {
  const endMs = performance.now() + limitMs
  for (;;) {
    const value = await check()
    if (value !== undefined && value !== false) return value
    if (performance.now() > endMs) throw new Error(`Not within ${limitMs} ms: ${what}`)
    await sleep(20)
  }
}
