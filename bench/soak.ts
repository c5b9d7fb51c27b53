import { setTimeout as delay } from 'node:timers/promises'
import { enrolShops } from './agent/enrolled-shops.ts'
import { assertPayments, assertStreamsKept } from './agents/check-streams.ts'
import type { Benchmark } from './benchmark.ts'
import { startHub } from './hub-process.ts'
import { machineLoad } from './machine-load.ts'
import { waitForAll } from './many-agents/come-back.ts'
import { startShops } from './many-agents/shops.ts'
import { waitUntilDelivered } from './many-agents/wait-until-delivered.ts'
import { writeShopFiles } from './many-agents/write-shop-files.ts'
import { type Held, judgeFlatness } from './soak/src/judge-flatness.ts'
import { COLLECTING, watchHeld } from './soak/watch-held.ts'
import { percentile, round } from './statistics.ts'
import { startThrowawayPostgres } from './throwaway-postgres.ts'
import { readWholeNumbers } from './whole-numbers.ts'

const PROCESSES = 2
const FIRST_PER_SECOND = 80
/** How fast they come is another benchmark's question: on a machine that others use it takes long. */
const CONNECTED_WITHIN_MS = 20 * 60_000
/** So many looks at the least, however short the run. */
const LEAST_LOOKS = 12
const MINUTE_S = 60

/** Many agents that trade for long: what the hub holds after its garbage is gone, its handles, and how long acknowledgements take. */
export const soak: Benchmark = async ({ args, say, belongings }) => {
  const options = readWholeNumbers(args, { minutes: 2, agents: 2_000, rate: 200, seconds: 0 })
  const loadBefore = machineLoad()
  const postgres = await startThrowawayPostgres(belongings)
  const url = postgres.templateUrl
  say(`${options.agents} stores are enrolled …`)
  const shops = await enrolShops(url, options.agents)
  const hub = belongings.keep(await startHub(url, 0, COLLECTING))
  const workers = writeShopFiles(shops, PROCESSES, belongings).map((file) => belongings.keep(startShops(file)))
  const tell = () => Promise.all(workers.map((worker) => worker.ask({ order: 'tell' })))
  const countAnew = () => Promise.all(workers.map((worker) => worker.ask({ order: 'count-anew' })))
  say('they connect …')
  const perSecond = FIRST_PER_SECOND / PROCESSES
  await Promise.all(workers.map((worker) => worker.ask({ order: 'open', hubUrl: hub.url, perSecond })))
  await waitForAll(tell, { withinMs: CONNECTED_WITHIN_MS })
  await waitUntilDelivered(tell)

  const seconds = options.seconds || options.minutes * MINUTE_S
  const everySeconds = Math.min(MINUTE_S, Math.floor(seconds / LEAST_LOOKS))
  say(`${options.rate} payments a second for ${seconds} s; a look every ${everySeconds} s …`)
  const look = watchHeld(hub)
  const held: (Held & { rssMb: number })[] = []
  const p99Ms: number[] = []
  let sold = 0
  await countAnew()
  await Promise.all(workers.map((worker) => worker.ask({ order: 'trade', perSecond: options.rate / PROCESSES })))
  const startedMs = performance.now()
  for (let dueSeconds = everySeconds; dueSeconds <= seconds; dueSeconds += everySeconds) {
    await delay(Math.max(0, startedMs + dueSeconds * 1_000 - performance.now()))
    const told = await tell()
    await countAnew()
    sold = told.reduce((sum, { payments }) => sum + payments, 0)
    p99Ms.push(
      percentile(
        told.flatMap(({ tookMs }) => tookMs),
        0.99,
      ),
    )
    const now = await look(dueSeconds)
    held.push(now)
    say(`${dueSeconds} s: heap ${round(now.heapMb)} MB, ${now.handles} handles, ${now.files} files, p99 ${p99Ms.at(-1)} ms`)
  }
  const tookSeconds = (performance.now() - startedMs) / 1_000
  await Promise.all(workers.map((worker) => worker.ask({ order: 'trade', perSecond: 0 })))
  await waitUntilDelivered(tell)
  const last = await Promise.all(workers.map((worker) => worker.ask({ order: 'streams' })))
  const payments = last.reduce((sum, told) => sum + told.payments, 0)
  const streams = last.flatMap((told) => told.streams)
  const events = await assertStreamsKept(url, streams)
  await assertPayments(url, payments)

  const flatness = judgeFlatness({ held, p99Ms })
  // Looks of a few seconds each tell what is held; how long answers take, the machine's other work tells as loudly.
  const problems = options.seconds > 0 ? flatness.problems : [...flatness.problems, ...flatness.slower]
  const found = {
    figure: round(flatness.heapSlopeMbPerHour),
    unit: 'MB of heap per hour',
    limit: round(held.at(-1)?.heapMb ?? Number.NaN),
    ratio: round(flatness.heapRatio, 3),
    heapMb: held.map(({ heapMb }) => round(heapMb)),
    rssMb: held.map(({ rssMb }) => round(rssMb)),
    handles: held.map(({ handles }) => handles),
    files: held.map(({ files }) => files),
    p99Ms,
    p99Ratio: round(flatness.p99Ratio, 2),
    p99Surely: round(flatness.p99Surely, 2),
    minutes: round(seconds / MINUTE_S, 1),
    agents: options.agents,
    paymentsPerSecond: round(sold / tookSeconds),
    nothingLost: { payments, events },
    load: { before: loadBefore, after: machineLoad() },
  }
  if (problems.length > 0) {
    // An hour of looks is what tells why: it is not lost with the verdict.
    say(JSON.stringify(found))
    throw new Error(`The hub did not stay as it was: ${problems.join('; ')}.`)
  }
  return found
}
