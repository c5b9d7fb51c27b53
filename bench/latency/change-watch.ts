import type { Page } from 'playwright-core'

/** When a browser showed something, ms since 1970 by the clock of this process. */
export interface Seen {
  /** The DOM had changed. */
  readonly changedMs: number
  /** The next frame was about to be drawn. */
  readonly paintedMs: number
}

export interface ChangeWatch {
  /** Resolves when the digits of the watched text are `digits`. */
  saw(digits: string): Promise<Seen>
}

const SEEN_WITHIN_MS = 30_000

declare global {
  interface Window {
    counterfoilBenchSaw(digits: string, changedMs: number, paintedMs: number): void
  }
}

/** Watches the first element of `selector`, wherever it stands, by a MutationObserver inside the page. */
export async function watchChanges(page: Page, selector: string): Promise<ChangeWatch> {
  const seen = new Map<string, Seen>()
  const waiting = new Map<string, (seen: Seen) => void>()
  const offsetMs = await clockOffsetMs(page)
  await page.exposeFunction('counterfoilBenchSaw', (digits: string, changedMs: number, paintedMs: number) => {
    const moment = { changedMs: changedMs - offsetMs, paintedMs: paintedMs - offsetMs }
    seen.set(digits, moment)
    waiting.get(digits)?.(moment)
  })
  await page.evaluate((watched) => {
    const now = () => performance.timeOrigin + performance.now()
    let last = ''
    const look = () => {
      const digits = (document.querySelector(watched)?.textContent ?? '').replace(/\D/g, '')
      if (digits === last) return
      last = digits
      const changedMs = now()
      requestAnimationFrame(() => window.counterfoilBenchSaw(digits, changedMs, now()))
    }
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
  }, selector)
  return {
    saw: (digits) =>
      new Promise((resolve, reject) => {
        const known = seen.get(digits)
        if (known !== undefined) return resolve(known)
        const late = setTimeout(() => reject(new Error(`${selector} never showed ${digits}`)), SEEN_WITHIN_MS)
        waiting.set(digits, (moment) => {
          clearTimeout(late)
          resolve(moment)
        })
      }),
  }
}

/** What the page's clock is ahead of ours: the quickest of some questions bounds the error to half of its way there and back. */
async function clockOffsetMs(page: Page): Promise<number> {
  let quickest = Number.POSITIVE_INFINITY
  let offsetMs = 0
  for (let nth = 0; nth < 20; nth += 1) {
    const askedMs = nowMs()
    const theirsMs = await page.evaluate(() => performance.timeOrigin + performance.now())
    const tookMs = nowMs() - askedMs
    if (tookMs >= quickest) continue
    quickest = tookMs
    offsetMs = theirsMs - (askedMs + tookMs / 2)
  }
  // Same machine, same clock: what is left below the error of asking is the asking.
  return Math.abs(offsetMs) <= quickest / 2 ? 0 : offsetMs
}

/** The same clock as the page's, in this process. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now()
}
