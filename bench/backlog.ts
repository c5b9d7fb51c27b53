import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { enrolShops, type Shop } from './agent/enrolled-shops.ts'
import { assertStreamsKept } from './agents/check-streams.ts'
import { sampleTrade } from './agents/sample-trade.ts'
import { startTrickle, type TrickleFile } from './agents/trickle.ts'
import { type Drained, type DrainFile, startDrain } from './backlog/drain.ts'
import { describeSlices, type Slice, takeSlice } from './backlog/live-slices.ts'
import { signInPerson } from './backlog/person.ts'
import type { Belongings } from './belongings.ts'
import type { Benchmark } from './benchmark.ts'
import { cpuMs, familyCpuMs } from './cpu-time.ts'
import { startHub } from './hub-process.ts'
import { machineLoad } from './machine-load.ts'
import { round } from './statistics.ts'
import { startThrowawayPostgres } from './throwaway-postgres.ts'
import { readWholeNumbers } from './whole-numbers.ts'

const GENESIS = '0'.repeat(64)
/** Live trade before the first look, so that its code is warm too. */
const WARM_UP_MS = 10_000
/** Between two looks: what is on its way is finished first. */
const PAUSE_MS = 1_000
/** Five minutes are the aim; a drain that takes so much longer is no result. */
const DRAINED_WITHIN_MS = 900_000

/** Stores that come back with a backlog while others trade: how fast it drains, and what the others feel of it. */
export const backlog: Benchmark = async ({ args, say, belongings }) => {
  const options = readWholeNumbers(args, { events: 100_000, stores: 1, agents: 500, rate: 100, slice: 20 })
  const loadBefore = machineLoad()
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-backlog-'))
  belongings.keep({ stop: async () => rmSync(folder, { recursive: true, force: true }) })
  const postgres = await startThrowawayPostgres(belongings)
  const url = postgres.templateUrl
  const shops = await enrolShops(url, options.agents + 2 * options.stores)
  say(`two times ${options.stores} outbox(es) are filled with ${options.events} events each …`)
  const returning = (name: string, from: number) => openDrain(folder, name, shops.slice(from, from + options.stores), belongings)
  const [alone, beside] = [returning('alone', 0), returning('beside', options.stores)]
  await alone.ask({ order: 'fill', events: options.events })
  const { outboxBytes } = await beside.ask({ order: 'fill', events: options.events })
  const hub = belongings.keep(await startHub(url))

  say('one backlog drains while nobody sells …')
  const cpu = () => ({ hub: cpuMs(hub.pid), postgres: familyCpuMs(postgres.pid) })
  const cpuBefore = cpu()
  const aloneMs = Date.now()
  await alone.ask({ order: 'connect', hubUrl: hub.url })
  const drainedAlone = await waitUntilEmpty(() => alone.ask({ order: 'tell' }))
  const aloneSeconds = ((drainedAlone.emptySinceMs ?? 0) - aloneMs) / 1_000
  const cpuAlone = { hub: cpu().hub - cpuBefore.hub, postgres: cpu().postgres - cpuBefore.postgres }
  await assertStreamsKept(url, drainedAlone.streams)
  await alone.stop()

  const live = belongings.keep(startTrickle(await writeTrickle(folder, url, shops.slice(2 * options.stores))))
  await live.connect(hub.url, options.rate)
  await delay(WARM_UP_MS)
  const watching = { live, cpu }
  const isEmpty = async () => (await beside.ask({ order: 'tell' })).waiting === 0
  const without: Slice[] = []
  const during: Slice[] = []
  const fromMs = Date.now()
  for (let waits = true; waits; ) {
    without.push(await takeSlice(watching, options.slice * 1_000, async () => false))
    await beside.ask({ order: 'connect', hubUrl: hub.url })
    during.push(await takeSlice(watching, options.slice * 1_000, isEmpty))
    const { waiting, trouble } = await beside.ask({ order: 'disconnect' })
    say(`${waiting} events wait; p99 of the others ${describeSlices(during.slice(-1)).acknowledgedMs.p99} ms`)
    if (trouble.length > 0) throw new Error(`a returning store is not connected: ${trouble[0]}`)
    if (Date.now() - fromMs > DRAINED_WITHIN_MS) throw new Error(`${waiting} events are not drained: this is no result`)
    await delay(PAUSE_MS)
    waits = waiting > 0
  }
  without.push(await takeSlice(watching, options.slice * 1_000, async () => false))
  await assertStreamsKept(url, (await beside.ask({ order: 'tell' })).streams)

  const quiet = describeSlices(without)
  const busy = describeSlices(during)
  return {
    figure: busy.seconds,
    unit: 's',
    limit: round(aloneSeconds),
    ratio: round(aloneSeconds / busy.seconds, 3),
    p99Change: round(busy.acknowledgedMs.p99 / quiet.acknowledgedMs.p99 - 1, 2),
    shownP99Change: round(busy.shownMs.p99 / quiet.shownMs.p99 - 1, 2),
    with: busy,
    without: quiet,
    eventsPerSecond: Math.round((options.events * options.stores) / busy.seconds),
    alone: {
      eventsPerSecond: Math.round((options.events * options.stores) / aloneSeconds),
      cpuMicrosecondsPerEvent: {
        hub: round((cpuAlone.hub * 1_000) / (options.events * options.stores)),
        postgres: round((cpuAlone.postgres * 1_000) / (options.events * options.stores)),
      },
    },
    outboxMb: round(outboxBytes / 2 ** 20),
    ...options,
    load: { before: loadBefore, after: machineLoad() },
  }
}

function openDrain(folder: string, name: string, shops: readonly Shop[], belongings: Belongings) {
  const file = join(folder, `${name}.json`)
  const content: DrainFile = { folder, shops }
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 })
  return belongings.keep(startDrain(file))
}

async function writeTrickle(folder: string, url: string, shops: readonly Shop[]): Promise<string> {
  const file = join(folder, 'trickle.json')
  const content: TrickleFile = {
    agents: shops.map(({ agentId, epoch, privateKey }) => ({ uid: agentId, epoch, privateKey, lastSeq: 0, head: GENESIS })),
    watcher: await signInPerson(url),
    ...sampleTrade(),
  }
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 })
  return file
}

async function waitUntilEmpty(tell: () => Promise<Drained>): Promise<Drained> {
  const untilMs = Date.now() + DRAINED_WITHIN_MS
  for (;;) {
    const told = await tell()
    if (told.waiting === 0) return told
    if (Date.now() > untilMs)
      throw new Error(`${told.waiting} events are not drained: ${told.trouble[0] ?? 'no reason is known'}`)
    await delay(250)
  }
}
