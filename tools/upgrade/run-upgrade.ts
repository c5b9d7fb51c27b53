import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { heal } from '../chaos/heal.ts'
import type { Violation } from '../chaos/judge/evidence.ts'
import { judgeAll } from '../chaos/judge/judge-all.ts'
import { judgeEndings } from '../chaos/judge-endings.ts'
import type { KeptProcess } from '../chaos/kept-process.ts'
import type { Release } from '../chaos/release.ts'
import { untilTraded } from '../chaos/until-traded.ts'
import { startWorld } from '../chaos/world.ts'
import { createChance } from '../disasters/random.ts'

export interface UpgradeOptions {
  readonly from: Release
  readonly to: Release
  readonly agents: number
  /** Payments taken between two steps. */
  readonly payments: number
  readonly seed: number
  readonly say: (line: string) => void
  readonly stop: AbortSignal
}

export interface UpgradeResult {
  readonly migrations: readonly string[]
  readonly payments: number
  readonly events: number
  readonly violations: readonly Violation[]
  /** Kept when something is wrong. */
  readonly folder: string
}

const HOSTS = 2
const PROGRAMS = 2

/**
 * A chain of the older release trades while it is brought to the newer one, step by step, as a small team would do it:
 * the schema under the old hub, the hub, the agents; then the agents go back by one release. What holds after chaos
 * holds after this: nothing lost, nothing twice, the sums and the chains right.
 */
export async function runUpgrade(options: UpgradeOptions): Promise<UpgradeResult> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-upgrade-'))
  // PostgreSQL runs as a user of its own.
  chmodSync(folder, 0o755)
  let violations: readonly Violation[] = [{ invariant: 'run', what: 'it did not come to its end' }]
  try {
    const result = await upgradeIn(folder, options)
    violations = result.violations
    return { ...result, folder }
  } finally {
    if (violations.length === 0 || options.stop.aborted) rmSync(folder, { recursive: true, force: true })
  }
}

async function upgradeIn(folder: string, options: UpgradeOptions): Promise<Omit<UpgradeResult, 'folder'>> {
  const { from, to, agents, seed, say, stop } = options
  await using owned = new AsyncDisposableStack()
  const chance = createChance(seed)
  const world = await startWorld(
    { folder, seed, chance, agents, nodes: 1, hosts: HOSTS, programs: PROGRAMS, release: from, watched: false },
    owned,
  )
  const stores = [...world.hosts, ...world.programs]
  const settled = once(world.shopFloor.process, 'message')
  world.shopFloor.send('trade')
  const trade = () => untilTraded(world, options)
  say(`${agents} agents and the hub of the older release: ${await trade()}`)
  const migrations = await to.applyMigrations({ url: world.database.url })
  say(`${migrations.length} migrations under the old hub, which goes on: ${await trade()}`)
  await replace(world.hubs, from, to)
  say(`the hub is the newer one, the agents are old: ${await trade()}`)
  await replace(stores, from, to)
  say(`all is the newer release: ${await trade()}`)
  await replace(stores, to, from)
  say(`the agents have gone back by one release: ${await trade()}`)
  await replace(stores, from, to)
  world.shopFloor.send('settle')
  const stuck = await heal(world, settled, stop)
  const { evidence, violations } = await judgeAll(world)
  const own = judgeEndings([...world.hubs, ...stores])
  return {
    migrations,
    payments: evidence.payments.length,
    events: evidence.rows.length,
    violations: [...stuck, ...own, ...violations],
  }
}

/** In the middle of whatever they do: a payment is always under way somewhere. */
async function replace(processes: readonly KeptProcess[], from: Release, to: Release): Promise<void> {
  for (const kept of processes) {
    await kept.kill('SIGTERM')
    kept.moveTo(from.root, to.root)
    kept.start()
  }
}
