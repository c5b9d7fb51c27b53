import { setTimeout as delay } from 'node:timers/promises'
import { findPorts } from '../tools/chaos/free-ports.ts'
import { enrolShops } from './agent/enrolled-shops.ts'
import { residentMegabytes } from './agent/watch-process.ts'
import { assertAcknowledgedKept, assertPayments, assertStreamsKept } from './agents/check-streams.ts'
import type { Benchmark } from './benchmark.ts'
import { cpuMs, familyCpuMs } from './cpu-time.ts'
import { startHub } from './hub-process.ts'
import { machineLoad } from './machine-load.ts'
import { describeReturn, waitForAll } from './many-agents/come-back.ts'
import { measureBare } from './many-agents/measure-bare.ts'
import { type ShopsTold, startShops } from './many-agents/shops.ts'
import { waitUntilDelivered } from './many-agents/wait-until-delivered.ts'
import { writeShopFiles } from './many-agents/write-shop-files.ts'
import { percentile, round } from './statistics.ts'
import { startThrowawayPostgres } from './throwaway-postgres.ts'
import { readWholeNumbers } from './whole-numbers.ts'

/** Processes that play the agents: a socket.io client costs far more than the hub's end of it. */
const PROCESSES = 2
/** The first connections come slowly: each agent also tells its terminals for the first time, and the return is what is measured. */
const FIRST_PER_SECOND = 80
const SETTLE_MS = 15_000
/** So long the hub stays dead. */
const DOWN_MS = 3_000

/** So many agents on one hub: memory of each, CPU at rest, and how long they take to come back after the hub was killed. */
export const agents: Benchmark = async ({ args, say, belongings }) => {
  const options = readWholeNumbers(args, { agents: 10_000, rate: 200, idle: 20, seconds: 20 })
  const loadBefore = machineLoad()
  const [port = 0, barePort = 0] = await findPorts(2, Math.random)
  const postgres = await startThrowawayPostgres(belongings)
  const url = postgres.templateUrl
  say(`${options.agents} stores are enrolled …`)
  const shops = await enrolShops(url, options.agents)
  let hub = belongings.keep(await startHub(url, port))
  const workers = writeShopFiles(shops, PROCESSES, belongings).map((file) => belongings.keep(startShops(file)))
  const tell = () => Promise.all(workers.map((worker) => worker.ask({ order: 'tell' })))
  const countAnew = () => Promise.all(workers.map((worker) => worker.ask({ order: 'count-anew' })))
  const trade = (rate: number) =>
    Promise.all(workers.map((worker) => worker.ask({ order: 'trade', perSecond: rate / PROCESSES })))
  await delay(SETTLE_MS)
  const emptyMb = residentMegabytes(hub.pid)

  say('they connect …')
  const openedMs = Date.now()
  const perSecond = FIRST_PER_SECOND / PROCESSES
  await Promise.all(workers.map((worker) => worker.ask({ order: 'open', hubUrl: hub.url, perSecond })))
  const connectedMs = await waitForAll(tell)
  await waitUntilDelivered(tell)
  await delay(SETTLE_MS)
  const idle = await measureIdle({ hub: hub.pid, postgres: postgres.pid }, options.idle)
  const fullMb = residentMegabytes(hub.pid)

  say(`${options.rate} payments a second; after ${options.seconds} s the hub is killed …`)
  await countAnew()
  await trade(options.rate)
  await delay(options.seconds * 1_000)
  const before = await tell()
  const tradingMb = residentMegabytes(hub.pid)
  await countAnew()
  const killedMs = Date.now()
  await hub.kill()
  const acknowledged = await Promise.all(workers.map((worker) => worker.ask({ order: 'streams' })))
  await assertAcknowledgedKept(url, streamsOf(acknowledged))
  await delay(Math.max(0, killedMs + DOWN_MS - Date.now()))
  const startMs = Date.now()
  hub = belongings.keep(await startHub(url, port))
  const listensMs = Date.now()
  const cpuBefore = { hub: cpuMs(hub.pid), postgres: familyCpuMs(postgres.pid), agents: cpuOf(await tell()) }
  const allMs = await waitForAll(tell)
  const cpuAfter = { hub: cpuMs(hub.pid), postgres: familyCpuMs(postgres.pid), agents: cpuOf(await tell()) }
  const came = await tell()
  const back = describeReturn(came, killedMs, listensMs)
  say(`all are back after ${round((allMs - killedMs) / 1_000)} s; they trade on …`)
  await delay(options.seconds * 1_000)
  const after = await tell()
  await trade(0)
  await waitUntilDelivered(tell)
  const afterReturnMb = residentMegabytes(hub.pid)
  const last = await Promise.all(workers.map((worker) => worker.ask({ order: 'streams' })))
  const payments = last.reduce((sum, told) => sum + told.payments, 0)
  const events = await assertStreamsKept(url, streamsOf(last))
  await assertPayments(url, payments)
  for (const worker of workers) await worker.stop()
  await hub.stop()

  say('the same number of bare sockets on a bare server …')
  const given = { agents: options.agents, processes: PROCESSES, perSecond: FIRST_PER_SECOND, port: barePort }
  const bare = await measureBare({ ...given, settleMs: SETTLE_MS, downMs: DOWN_MS }, belongings)
  const eachKb = ((fullMb - emptyMb) * 1_024) / options.agents
  const backSeconds = (allMs - listensMs) / 1_000
  const share = (spentMs: number) => round(spentMs / (backSeconds * 10))
  return {
    figure: round(eachKb),
    unit: 'KB per agent',
    limit: bare.kilobytesEach,
    ratio: round(bare.kilobytesEach / eachKb, 3),
    hubMb: { empty: round(emptyMb), connected: round(fullMb), trading: round(tradingMb), afterReturn: round(afterReturnMb) },
    idleCpuPercent: idle,
    firstConnectedSeconds: round((connectedMs - openedMs) / 1_000),
    return: {
      allBackSeconds: round((allMs - killedMs) / 1_000),
      limitSeconds: bare.allBackSeconds,
      halfBackSeconds: round(back.halfBackSeconds),
      most99Seconds: round(back.most99Seconds),
      hubDownSeconds: round((listensMs - killedMs) / 1_000),
      hubStartSeconds: round((listensMs - startMs) / 1_000),
      hellosPerSecond: round(options.agents / backSeconds),
      hellosPerSecondMost: back.perSecondMost,
      turnedAway: addUp(came.map(({ turnedAway }) => turnedAway)),
      cpuPercent: {
        hub: share(cpuAfter.hub - cpuBefore.hub),
        postgres: share(cpuAfter.postgres - cpuBefore.postgres),
        agents: share(cpuAfter.agents - cpuBefore.agents),
      },
      hubCpuMsPerHello: round((cpuAfter.hub - cpuBefore.hub) / options.agents, 2),
    },
    acknowledgedMs: {
      before: tailOf(before, 0, killedMs),
      whileReturning: tailOf(after, listensMs, allMs),
      after: tailOf(after, allMs, Number.POSITIVE_INFINITY),
    },
    nothingLost: { payments, events },
    bare,
    agents: options.agents,
    paymentsPerSecond: options.rate,
    load: { before: loadBefore, after: machineLoad() },
  }
}

async function measureIdle(pids: { readonly hub: number; readonly postgres: number }, seconds: number) {
  const read = () => ({ hub: cpuMs(pids.hub), postgres: familyCpuMs(pids.postgres), atMs: performance.now() })
  const begin = read()
  await delay(seconds * 1_000)
  const end = read()
  const percent = (part: 'hub' | 'postgres') => round(((end[part] - begin[part]) / (end.atMs - begin.atMs)) * 100)
  return { hub: percent('hub'), postgres: percent('postgres') }
}

/** Payments recorded between two moments, ms since 1970. */
function tailOf(told: readonly ShopsTold[], fromMs: number, toMs: number) {
  const took = told.flatMap(({ recordedMs, tookMs }) =>
    tookMs.filter((_, index) => (recordedMs[index] ?? 0) >= fromMs && (recordedMs[index] ?? 0) < toMs),
  )
  return { p50: percentile(took, 0.5), p99: percentile(took, 0.99), payments: took.length }
}

function addUp(parts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {}
  for (const part of parts) for (const [name, count] of Object.entries(part)) sum[name] = (sum[name] ?? 0) + count
  return sum
}

const streamsOf = (told: readonly ShopsTold[]) => told.flatMap(({ streams }) => streams)
const cpuOf = (told: readonly ShopsTold[]) => told.reduce((sum, { cpuMs: spentMs }) => sum + spentMs, 0)
