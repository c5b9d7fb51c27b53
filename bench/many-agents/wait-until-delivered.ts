import { setTimeout as delay } from 'node:timers/promises'
import type { ShopsTold } from './shops.ts'

/** Waits until the hub has acknowledged everything, or says how much it has not. */
export async function waitUntilDelivered(tell: () => Promise<readonly ShopsTold[]>): Promise<void> {
  const untilMs = Date.now() + 120_000
  for (;;) {
    const waiting = (await tell()).reduce((sum, told) => sum + told.waiting, 0)
    if (waiting === 0) return
    if (Date.now() > untilMs) throw new Error(`${waiting} events are still not acknowledged after two minutes of quiet.`)
    await delay(250)
  }
}
