import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createChance } from '../disasters/random.ts'
import { heal } from './heal.ts'
import { inflict, touches } from './inflict.ts'
import type { Evidence, Violation } from './judge/evidence.ts'
import { judgeAll } from './judge/judge-all.ts'
import { judgeEndings } from './judge-endings.ts'
import { watchMemory } from './memory-watch.ts'
import { describeFault, drawSchedule, type Fault } from './schedule.ts'
import { startWorld, type World } from './world.ts'

export interface ChaosOptions {
  readonly seed: number
  readonly minutes: number
  readonly nodes: number
  /** Told of what happens, one line each. */
  readonly say: (line: string) => void
  /** Told of each fault at the moment it comes and goes. */
  readonly tell: (line: string) => void
  /** Ends the run early; nothing is judged then. */
  readonly stop: AbortSignal
}

export interface ChaosResult {
  readonly faults: number
  readonly orders: number
  readonly payments: number
  readonly events: number
  readonly mostHubMb: number
  readonly violations: readonly Violation[]
  /** Kept when something is wrong. */
  readonly folder: string
}

const AGENTS = 50
const HOSTS = 5
const PROGRAMS = 3
/** Trading without a fault before tills close, so that live pages have something to follow. */
const CALM_MS = 6_000

/** Real processes, real faults, and the judges; everything started here has ended when it returns. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const chance = createChance(options.seed)
  const forMs = options.minutes * 60_000
  const schedule = drawSchedule(
    chance,
    { nodes: options.nodes, hosts: HOSTS, programs: PROGRAMS, redis: options.nodes > 1 },
    forMs,
  )
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-chaos-'))
  // PostgreSQL runs as a user of its own.
  chmodSync(folder, 0o755)
  options.say(`seed ${options.seed}: ${schedule.length} faults in ${options.minutes} min; everything is in ${folder}`)
  for (const fault of schedule) options.say(describeFault(fault))
  let violations: readonly Violation[] = [{ invariant: 'run', what: 'it did not come to its end' }]
  try {
    const result = await runIn(folder, schedule, forMs, options)
    violations = result.violations
    return { ...result, folder }
  } finally {
    if (violations.length === 0 || options.stop.aborted) rmSync(folder, { recursive: true, force: true })
  }
}

async function runIn(
  folder: string,
  schedule: readonly Fault[],
  forMs: number,
  options: ChaosOptions,
): Promise<Omit<ChaosResult, 'folder'>> {
  await using owned = new AsyncDisposableStack()
  const { seed, nodes, stop, say } = options
  const chance = createChance(seed + 1)
  const world = await startWorld({ folder, seed, chance, agents: AGENTS, nodes, hosts: HOSTS, programs: PROGRAMS }, owned)
  stop.throwIfAborted()
  const memory = watchMemory(world.hubs)
  owned.defer(() => void memory.stop())
  await untilConnected(world, stop)
  say(`${AGENTS} agents are connected; the stores open`)
  const settled = once(world.shopFloor.process, 'message')
  world.shopFloor.send('trade')

  const faulty = await hurt(world, schedule, forMs, options)
  say('all is put right; the stores close')
  await delay(CALM_MS, undefined, { signal: stop })
  world.shopFloor.send('settle')
  const stuck = await heal(world, settled, stop)
  const { evidence, violations } = await judgeAll(world)
  // The program may end by itself while its disk is full, and is started again.
  const kept = [...world.hubs, ...world.hosts, world.shopFloor]
  const { mostMb, violations: ofMemory } = memory.stop()
  return {
    faults: schedule.length,
    orders: evidence.orders.filter(({ what }) => what === 'placed').length,
    payments: evidence.payments.length,
    events: evidence.rows.length,
    mostHubMb: mostMb,
    violations: [...faulty, ...stuck, ...ofMemory, ...judgeEndings(kept), ...judgeIdle(world, evidence), ...violations],
  }
}

/** Inflicts everything in its time; two faults of one thing wait for each other. Resolves when the last has been put right. */
async function hurt(world: World, schedule: readonly Fault[], forMs: number, { stop, tell }: ChaosOptions): Promise<Violation[]> {
  const startMs = performance.now()
  const failed: Violation[] = []
  const busy = new Map<string, Promise<void>>()
  const sinceStart = () => `${((performance.now() - startMs) / 1_000).toFixed(1).padStart(7)} s `
  try {
    for (const fault of schedule) {
      await delay(Math.max(0, startMs + fault.atMs - performance.now()), undefined, { signal: stop })
      const what = describeFault(fault).slice(11)
      const before = busy.get(touches(fault)) ?? Promise.resolve()
      const done = before.then(async () => {
        tell(`${sinceStart()} ${what}`)
        await inflict(fault, world, stop)
        tell(`${sinceStart()} over: ${what}`)
      })
      busy.set(
        touches(fault),
        done.catch((error: unknown) => void failed.push({ invariant: 'run', what: `${what}: ${String(error)}` })),
      )
    }
    await delay(Math.max(0, startMs + forMs - performance.now()), undefined, { signal: stop })
  } finally {
    // Also when stopped: what a fault starts again must not be started after everything has ended.
    await Promise.all(busy.values())
  }
  return failed
}

async function untilConnected({ ctx, agents }: World, stop: AbortSignal): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += 250) {
    const { rows } = await ctx.pool.query<{ n: number }>(
      'select count(distinct agent_id)::int as n from agent_presence where connected and until is null',
    )
    if (rows[0]?.n === agents.length) return
    if (waitedMs > 120_000) throw new Error(`only ${rows[0]?.n} of ${agents.length} agents have connected within two minutes`)
    await delay(250, undefined, { signal: stop })
  }
}

/** A store that never took a payment proves nothing, and something keeps it from trading. */
function judgeIdle({ agents }: World, { payments }: Evidence): Violation[] {
  const traded = new Set(payments.filter(({ outcome }) => outcome === 'approved').map(({ store }) => store))
  return agents.flatMap(({ store }) => (traded.has(store) ? [] : [{ invariant: 'run', what: `store ${store} took no payment` }]))
}
