import { setTimeout as delay } from 'node:timers/promises'
import type { Violation } from './judge/evidence.ts'
import { openOutboxFile } from './judge/read-evidence.ts'
import type { World } from './world.ts'

/** Long enough for any back-off of the product on a busy machine; what needs longer does not heal. */
const HEALED_WITHIN_MS = 240_000
const LOOK_MS = 500

/** Waits until no till waits for an answer, everything recorded is delivered and pages show it; says what did not come about. */
export async function heal(world: World, tillsSettled: Promise<unknown>, stop: AbortSignal): Promise<Violation[]> {
  const stuck: Violation[] = []
  const give = async (what: string, left: () => Promise<string[]>) => {
    const endMs = performance.now() + HEALED_WITHIN_MS
    let open = await left()
    while (open.length > 0 && performance.now() < endMs) {
      await delay(LOOK_MS, undefined, { signal: stop })
      open = await left()
    }
    if (open.length > 0) stuck.push({ invariant: 'healing', what: `${what}: ${open.slice(0, 5).join('; ')}` })
  }
  let settled = false
  void tillsSettled.then(() => {
    settled = true
  })
  await give('tills still wait for how a payment ends', async () => (settled ? [] : ['see orders.jsonl']))
  await give('not delivered', () => undelivered(world))
  await give('live pages show other figures than the database holds', async () =>
    (await Promise.all(world.pages.map((page) => page.differences()))).flat(),
  )
  return stuck
}

async function undelivered({ agents, ctx }: World): Promise<string[]> {
  const { rows } = await ctx.pool.query<{ uid: string; epoch: number; highWater: number }>(
    'select a.uid, s.epoch, s.high_water as "highWater" from agent_stream s join agent a on a.id = s.agent_id',
  )
  const held = new Map(rows.map(({ uid, epoch, highWater }) => [`${uid} ${epoch}`, highWater]))
  return agents.flatMap(({ store, dataDir, identity }) => {
    using db = openOutboxFile(dataDir)
    const last = Number(db.prepare('SELECT last_seq FROM stream WHERE epoch = ?').get(identity.epoch)?.last_seq ?? 0)
    const highWater = held.get(`${identity.agentId} ${identity.epoch}`) ?? 0
    return last === highWater ? [] : [`store ${store} has recorded ${last} events, the database holds ${highWater}`]
  })
}
