import type { Clock } from '@counterfoil/terminals'
import type { DemoStore } from './chain.ts'
import { busiestHour, createLocalTime, paymentsPerHour } from './day-curve.ts'

/**
 * Calls `arrive` for every customer of a store, along its day curve, from now until `untilMs` (wall time). Arrivals are a
 * Poisson process drawn by thinning, so that quiet and busy minutes look as they do in a shop.
 */
export function sendCustomers(
  store: DemoStore,
  { clock, random, untilMs, arrive }: { clock: Clock; random: () => number; untilMs: number; arrive: () => void },
): { stop(): void } {
  const localTime = createLocalTime(store.timeZone)
  const most = busiestHour(store)
  let stopped = false
  let timer = next()

  function next() {
    const gapMs = (-Math.log(1 - random()) * 3_600_000) / most
    return clock.startTimer(gapMs, () => {
      if (stopped || clock.nowMs() >= untilMs) return
      if (random() * most < paymentsPerHour(store, localTime(clock.nowMs()))) arrive()
      timer = next()
    })
  }
  return {
    stop() {
      stopped = true
      timer.cancel()
    },
  }
}
