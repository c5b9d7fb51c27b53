import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createChance } from '../../disasters/random.ts'
import { heal } from '../heal.ts'
import type { Violation } from '../judge/evidence.ts'
import { judgeAll } from '../judge/judge-all.ts'
import { judgeEndings } from '../judge-endings.ts'
import { untilTraded } from '../until-traded.ts'
import { startWorld, type World } from '../world.ts'
import { type Dashboard, startDashboards } from './dashboards.ts'
import { eachInTurn, halvesInTurn, type Step } from './machines.ts'
import { untilSaid } from './said.ts'

export interface MachinesOptions {
  readonly seed: number
  readonly rounds: number
  /** In three steps, half of everything at once; else one machine after the other. */
  readonly halves: boolean
  readonly agents: number
  /** Payments taken while a machine is away, and again when it is back. */
  readonly payments: number
  readonly say: (line: string) => void
  readonly stop: AbortSignal
}

export interface MachinesResult {
  readonly kills: number
  readonly payments: number
  readonly events: number
  readonly violations: readonly Violation[]
  /** Kept when something is wrong. */
  readonly folder: string
}

const HOSTS = 2
const HUBS = 2
const DASHBOARDS = 2
const LOOK_MS = 250

/**
 * Two hubs with Redis, two dashboards, a database and its replica, and stores that sell: each machine is killed in turn. While
 * it is away payments go on and the pages that are left say what is missing; at the end the judges of chaos find nothing lost.
 */
export async function runMachines(options: MachinesOptions): Promise<MachinesResult> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-machines-'))
  // PostgreSQL runs as a user of its own.
  chmodSync(folder, 0o755)
  let violations: readonly Violation[] = [{ invariant: 'run', what: 'it did not come to its end' }]
  try {
    const result = await runIn(folder, options)
    violations = result.violations
    return { ...result, folder }
  } finally {
    if (violations.length === 0 || options.stop.aborted) rmSync(folder, { recursive: true, force: true })
    else options.say(`everything is kept in ${folder}`)
  }
}

async function runIn(folder: string, options: MachinesOptions): Promise<Omit<MachinesResult, 'folder'>> {
  const { seed, agents, rounds, halves, say, stop } = options
  await using owned = new AsyncDisposableStack()
  const chance = createChance(seed)
  const world = await startWorld(
    { folder, seed, chance, agents, nodes: HUBS, hosts: HOSTS, programs: 0, replicated: true },
    owned,
  )
  const dashboards = await startDashboards(world, DASHBOARDS, owned)
  const settled = once(world.shopFloor.process, 'message')
  world.shopFloor.send('trade')
  await allWell(world, dashboards, options)
  say(`${agents} agents, ${HUBS} hubs, ${DASHBOARDS} dashboards, a replica and Redis: ${await untilTraded(world, options)}`)

  let kills = 0
  for (let round = 1; round <= rounds; round += 1)
    for (const step of (halves ? halvesInTurn : eachInTurn)(world, dashboards)) {
      const startMs = performance.now()
      const seconds = () => `${((performance.now() - startMs) / 1_000).toFixed(1)} s`
      for (const { takeAway } of step) await takeAway()
      const meanwhile = await whileAway(step, world, dashboards, options)
      say(`${step.map(({ name }) => name).join(', ')} away: all said after ${seconds()}; ${meanwhile}`)
      for (const { bringBack } of step) await bringBack()
      await allWell(world, dashboards, options)
      say(`  and back, all well after ${seconds()}`)
      kills += step.length
    }

  world.shopFloor.send('settle')
  const stuck = await heal(world, settled, stop)
  const { evidence, violations } = await judgeAll(world)
  const own = judgeEndings([...world.hubs, ...world.hosts, world.shopFloor, ...dashboards.map(({ process }) => process)])
  return {
    kills,
    payments: evidence.payments.length,
    events: evidence.rows.length,
    violations: [...stuck, ...own, ...violations],
  }
}

/** Pages say what is missing, and go on answering; payments go on where they can. */
async function whileAway(step: Step, world: World, all: readonly Dashboard[], options: MachinesOptions): Promise<string> {
  const gone = step.map(({ dashboard }) => dashboard)
  const left = all.filter((dashboard) => !gone.includes(dashboard))
  const missing = step.flatMap((machine) => machine.missing ?? [])
  for (const dashboard of left) await untilSaid(dashboard, missing, options.stop)
  if (step.some(({ vital }) => vital)) {
    for (const dashboard of left)
      if (await dashboard.ready()) throw new Error(`${dashboard.process.name} calls itself ready without its database`)
    return 'no dashboard calls itself ready'
  }
  const traded = await untilTraded(world, options)
  // A question that may be answered by the replica is answered whatever became of that.
  for (const { ask, process } of left) {
    const status = await ask('live.comparison', { scope: { kind: 'chain' } })
    if (status !== 200) throw new Error(`${process.name} answered ${status} to a question about the past`)
  }
  return traded
}

/** Every page says that nothing is missing, all agents are there and sell. */
async function allWell(world: World, dashboards: readonly Dashboard[], options: MachinesOptions): Promise<void> {
  for (const dashboard of dashboards) {
    while (!(await dashboard.ready())) await delay(LOOK_MS, undefined, { signal: options.stop })
    await untilSaid(dashboard, [], options.stop)
  }
  await untilTraded(world, options)
}
