import type { World } from '../world.ts'
import type { Dashboard } from './dashboards.ts'
import type { Missing } from './said.ts'

/** One machine that can go away, as by a power cut, and come back. */
export interface Machine {
  readonly name: string
  takeAway(): Promise<void>
  bringBack(): Promise<void>
  /** What pages say meanwhile. */
  readonly missing: Missing | null
  /** Without it nothing reaches the database. */
  readonly vital?: true
  /** It is one of these itself, and answers nothing meanwhile. */
  readonly dashboard?: Dashboard
}

/** What goes away at the same time. */
export type Step = readonly Machine[]

/** Every machine alone, one after the other. */
export function eachInTurn(world: World, dashboards: readonly Dashboard[]): Step[] {
  const { hubs, away, behind, redis, primary } = machinesOf(world)
  return [...hubs, ...dashboards.map(ofDashboard), away, behind, redis, primary].map((machine) => [machine])
}

/** Every machine once in three steps, which is quicker and harder: half of everything goes away at once, then the other half. */
export function halvesInTurn(world: World, dashboards: readonly Dashboard[]): Step[] {
  const { hubs, away, redis, primary } = machinesOf(world)
  const half = (nth: number) => [...hubs.slice(nth, nth + 1), ...dashboards.slice(nth, nth + 1).map(ofDashboard)]
  return [[...half(0), away], [...half(1), redis], [primary]]
}

function machinesOf({ hubs, replica, redis, database }: World) {
  if (replica === undefined || redis === undefined) throw new Error('these machines have no replica or no Redis')
  return {
    hubs: hubs.map(
      (hub): Machine => ({
        name: hub.name,
        takeAway: () => hub.kill(),
        bringBack: async () => void hub.start(),
        missing: { key: 'degraded.hubGone', gone: 1, all: hubs.length },
      }),
    ),
    away: {
      name: 'replica',
      takeAway: () => replica.kill(),
      bringBack: () => replica.start(),
      missing: { key: 'degraded.replicaAway' },
    },
    behind: {
      name: 'what the replica replays',
      takeAway: () => replica.pauseReplay(true),
      bringBack: () => replica.pauseReplay(false),
      missing: { key: 'degraded.replicaLate' },
    },
    redis: {
      name: 'Redis',
      takeAway: () => redis.kill(),
      bringBack: async () => void redis.start(),
      missing: { key: 'degraded.lineAway' },
    },
    primary: {
      name: 'primary',
      takeAway: () => database.kill(),
      bringBack: () => database.start(),
      missing: { key: 'databaseAway.message' },
      vital: true,
    },
  } satisfies Record<string, Machine | readonly Machine[]>
}

function ofDashboard(dashboard: Dashboard): Machine {
  const { process } = dashboard
  return {
    name: process.name,
    takeAway: () => process.kill(),
    bringBack: async () => void process.start(),
    missing: null,
    dashboard,
  }
}
