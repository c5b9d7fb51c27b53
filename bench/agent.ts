import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { measureAppends } from './agent/append-rate.ts'
import { startBareNode } from './agent/bare-node.ts'
import { bundleAgent } from './agent/bundle-agent.ts'
import { enrolShops } from './agent/enrolled-shops.ts'
import { type ShopPc, startAgent } from './agent/shop-pc.ts'
import { openTerminalOnTcp } from './agent/terminals-on-tcp.ts'
import { idleCpuPercent, residentMegabytes } from './agent/watch-process.ts'
import type { Belongings } from './belongings.ts'
import type { Benchmark } from './benchmark.ts'
import { startHub } from './hub-process.ts'
import { round } from './statistics.ts'
import { startThrowawayPostgres } from './throwaway-postgres.ts'

const LANES = 3
/** What the launcher of an installed agent gives Node: a small heap for new objects, code kept small. */
const FLAGS = ['--max-semi-space-size=1', '--optimize-for-size']
/** Long enough for the first collections and the hub's greeting. */
const SETTLE_MS = 5_000

/** One agent's memory, idle CPU, start and journal, against a bare Node that has loaded the same three libraries. */
export const agent: Benchmark = async ({ args, say, belongings }) => {
  const options = readOptions(args)
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-bench-'))
  belongings.keep({ stop: async () => rmSync(folder, { recursive: true, force: true }) })
  const postgres = await startThrowawayPostgres(belongings)
  const [bundledShop, sourceShop] = await enrolShops(postgres.templateUrl, 2)
  if (bundledShop === undefined || sourceShop === undefined) throw new Error('the stores were not enrolled')
  const hub = belongings.keep(await startHub(postgres.templateUrl))
  const terminals = await Promise.all(Array.from({ length: LANES }, (_, lane) => openTerminalOnTcp(String(61_000_101 + lane))))
  for (const terminal of terminals) belongings.keep(terminal)
  const pc = (name: string, shop: typeof bundledShop): ShopPc => ({
    folder: join(folder, name),
    identity: { ...shop, hubUrl: hub.url },
    terminalPorts: terminals.map(({ port }) => port),
  })
  const source = ['--disable-warning=ExperimentalWarning', 'apps/agent/src/main.ts']
  const bundled = [...FLAGS, '--disable-warning=ExperimentalWarning', await bundleAgent(folder)]

  say('the agent as it is shipped (one file, the launcher’s flags), then a bare Node, then the agent from source …')
  const shipped = await measureAgent(pc('bundled', bundledShop), bundled, options, belongings)
  const bare = await measureBare(FLAGS, belongings)
  const fromSource = await measureAgent(pc('source', sourceShop), source, options, belongings)
  say('appends to the journal, in turns with bare inserts …')
  const appends = measureAppends(folder)
  return {
    figure: shipped.afterStartMb,
    unit: 'MB',
    limit: bare.memoryMb,
    ratio: round(bare.memoryMb / shipped.afterStartMb, 3),
    shipped,
    bareNode: bare,
    fromSource,
    appendsPerSecond: { ...appends, ratio: round(appends.outbox / appends.bare, 3) },
    payments: options.payments,
    idleSeconds: options.idle,
    flags: FLAGS,
  }
}

interface Options {
  readonly payments: number
  readonly idle: number
}

async function measureAgent(pc: ShopPc, program: readonly string[], { payments, idle }: Options, belongings: Belongings) {
  const running = await startAgent(pc, program, belongings)
  await delay(SETTLE_MS)
  const afterStartMb = residentMegabytes(running.pid)
  const idleCpu = await idleCpuPercent(running.pid, idle)
  let left = payments
  const sellAt = async (lane: string) => {
    while (left > 0) {
      left -= 1
      await running.till.sell(lane)
    }
  }
  const beganMs = performance.now()
  await Promise.all(Array.from({ length: LANES }, (_, lane) => sellAt(String(lane + 1))))
  const tookMs = performance.now() - beganMs
  const afterPaymentsMb = residentMegabytes(running.pid)
  await delay(SETTLE_MS)
  const settledMb = residentMegabytes(running.pid)
  await running.stop()
  return {
    afterStartMb: round(afterStartMb),
    afterPaymentsMb: round(afterPaymentsMb),
    settledMb: round(settledMb),
    idleCpuPercent: round(idleCpu, 2),
    startedMs: Math.round(running.startedMs),
    terminalsReadyMs: Math.round(running.readyMs),
    paymentsPerSecond: round((payments / tookMs) * 1_000),
  }
}

async function measureBare(flags: readonly string[], belongings: Belongings) {
  const bare = await startBareNode(flags, belongings)
  await delay(SETTLE_MS)
  const memoryMb = round(residentMegabytes(bare.pid))
  await bare.stop()
  return { memoryMb, startedMs: Math.round(bare.startedMs) }
}

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: { payments: { type: 'string', default: '1000' }, idle: { type: 'string', default: '20' } },
  })
  const whole = (name: keyof typeof values): number => {
    const value = Number(values[name])
    if (Number.isInteger(value) && value > 0) return value
    throw new Error(`--${name} must be a whole number above 0, not "${values[name]}"`)
  }
  return { payments: whole('payments'), idle: whole('idle') }
}
