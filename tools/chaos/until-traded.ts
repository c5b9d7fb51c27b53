import { setTimeout as delay } from 'node:timers/promises'
import type { World } from './world.ts'

export interface TradeWanted {
  /** Payments that end from now on. */
  readonly payments: number
  readonly stop: AbortSignal
}

const WITHIN_MS = 180_000
const LOOK_MS = 250

/** Every agent is connected, and so many more payments have ended at the hub; tells how it stands. */
export async function untilTraded({ ctx, agents }: World, { payments, stop }: TradeWanted): Promise<string> {
  const read = async () => {
    const { rows } = await ctx.pool.query<{ ended: number; connected: number }>(
      `select (select count(*)::int from payment where outcome = 'approved') as ended,
        (select count(distinct agent_id)::int from agent_presence where connected and until is null) as connected`,
    )
    return rows[0] ?? { ended: 0, connected: 0 }
  }
  const before = await read()
  const endMs = performance.now() + WITHIN_MS
  for (;;) {
    const { ended, connected } = await read()
    if (connected === agents.length && ended - before.ended >= payments)
      return `${connected} connected, ${ended - before.ended} payments more, ${ended} in all`
    if (performance.now() > endMs)
      throw new Error(
        `within ${WITHIN_MS / 1_000} s only ${connected} of ${agents.length} agents were connected and ${ended - before.ended} of ${payments} payments ended`,
      )
    await delay(LOOK_MS, undefined, { signal: stop })
  }
}
