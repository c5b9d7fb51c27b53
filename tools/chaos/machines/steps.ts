import type { World } from '../world.ts'
import type { Dashboard } from './dashboards.ts'
import type { Missing } from './said.ts'

/** One machine that goes away and comes back. */
export interface Step {
  readonly name: string
  /** Ends it as a power cut would; `down` resolves when all that should hold meanwhile has been seen. */
  during(down: () => Promise<void>): Promise<void>
  /** What pages say meanwhile. */
  readonly missing: Missing | null
  /** Which dashboards answer meanwhile. */
  readonly dashboards: readonly Dashboard[]
  /** Whether payments go on reaching the database. */
  readonly trades: boolean
}

/** Every machine of the chain once. */
export function eachInTurn(world: World, dashboards: readonly Dashboard[]): Step[] {
  const { hubs, replica, redis, database } = world
  if (replica === undefined || redis === undefined) throw new Error('these machines have no replica or no Redis')
  const all = hubs.length
  return [
    ...hubs.map(
      (hub): Step => ({
        name: `${hub.name} killed`,
        async during(down) {
          await hub.kill()
          await down()
          hub.start()
        },
        missing: { key: 'degraded.hubGone', gone: 1, all },
        dashboards,
        trades: true,
      }),
    ),
    ...dashboards.map(
      ({ process }): Step => ({
        name: `${process.name} killed`,
        async during(down) {
          await process.kill()
          await down()
          process.start()
        },
        missing: null,
        dashboards: dashboards.filter((other) => other.process !== process),
        trades: true,
      }),
    ),
    {
      name: 'replica killed',
      async during(down) {
        await replica.kill()
        await down()
        await replica.start()
      },
      missing: { key: 'degraded.replicaAway' },
      dashboards,
      trades: true,
    },
    {
      name: 'replica behind',
      async during(down) {
        await replica.pauseReplay(true)
        await down()
        await replica.pauseReplay(false)
      },
      missing: { key: 'degraded.replicaLate' },
      dashboards,
      trades: true,
    },
    {
      name: 'Redis killed',
      async during(down) {
        await redis.kill()
        await down()
        redis.start()
      },
      missing: { key: 'degraded.lineAway' },
      dashboards,
      trades: true,
    },
    {
      name: 'primary killed',
      during: (down) => database.restart('killed', down),
      missing: { key: 'databaseAway.message' },
      dashboards,
      trades: false,
    },
  ]
}
