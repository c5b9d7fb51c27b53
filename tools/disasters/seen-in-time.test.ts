import { createHubLink, silentLog } from '@counterfoil/agent'
import { MemoryDisk, openMemoryOutbox } from '@counterfoil/agent/testing'
import { FIRST_JOIN } from '@counterfoil/services/agent-sessions'
import { type AgentFacts, type HealthCode, judgeHealth, type TerminalFacts } from '@counterfoil/services/device-health'
import { createBusinessCalendar } from '@counterfoil/services/ingest'
import { MemoryDatabase } from '@counterfoil/services/testing'
import { createVirtualClock } from '@counterfoil/terminals/virtual-clock'
import { expect, it } from 'vitest'
import { HEALTH_LOOK_MS } from '../../apps/web/src/realtime/watch-health.ts'
import { Checker } from './checker.ts'
import { createHubMachine } from './hub-machine.ts'
import { createLine, type Weather } from './network.ts'
import { createChance } from './random.ts'
import { createKeys, createVerifier, fixedKeys } from './signers.ts'

const HUB_ID = '018f0000-0000-7000-8000-00000000aaaa'
const UID = '018f0000-0000-7000-8000-000000000001'
const BOOT = '018f0000-0000-7000-8000-0000000000b0'
const STORE = { id: 1, code: 'S-1', name: 'Filiale', country: 'DE', region: 'Berlin', currency: 'EUR', hours: [] }
const LANE = { key: 'lane-1', lane: '1', protocol: 'zvt', link: 'tcp', address: 'lane-1:20007' }
/** Agents’ first pulse comes so long after their greeting. */
const PULSE_MS = 10_000
/** More than the hub gathers presence for before it commits it. */
const PRESENCE_WRITTEN_MS = 500
const WELL_TERMINAL: TerminalFacts = {
  terminalId: 1,
  storeId: 1,
  agentConnected: true,
  condition: null,
  reason: null,
  code: null,
  text: null,
  conditionSinceMs: null,
  knownSerial: null,
  toldSerial: null,
  serialDiffers: false,
  unknownCount: 0,
  unknownSinceMs: null,
  needsPerson: false,
  sales: null,
}
const WELL_AGENT: AgentFacts = {
  agentId: 1,
  storeId: 1,
  name: 'back office',
  state: 'active',
  version: '0.1.0',
  connected: true,
  presenceSinceMs: null,
  waiting: 0,
  oldestMs: 0,
  diskFreeBytes: null,
  diskSizeBytes: null,
  vitalsAtMs: null,
  troubles: [],
  storeAgents: 1,
  storeConnected: 1,
  storeTerminals: 1,
}
const [key] = createKeys(1)
const calendar = createBusinessCalendar()

interface Said {
  readonly kind: string
  readonly terminal?: string
  readonly condition?: string
  readonly terminals?: readonly object[]
}

/** A store's agent and its hub, unchanged, over a line of 5 to 80 ms, and the hub's looks at how they are. */
async function openStore(seed: number) {
  if (key === undefined) throw new RangeError('there is no key')
  const clock = createVirtualClock()
  const chance = createChance(seed)
  let stirred = false
  const stir = () => {
    stirred = true
  }
  const agent = { id: 1, uid: UID, storeId: 1, name: 'back office', state: 'active' as const, epoch: 1, version: '0.1.0' }
  const keyed = { key: key.verifying, publicKey: key.publicKey, nextKey: null, keySinceMs: clock.nowMs(), keyWanted: false }
  const database = new MemoryDatabase(clock, [STORE], [{ ...agent, ...keyed, join: FIRST_JOIN, head: Buffer.alloc(32) }])
  let presence = { connected: false, sinceMs: clock.nowMs() }
  const hub = createHubMachine(
    {
      world: clock,
      chance,
      database,
      availability: { state: 'up' },
      hubId: HUB_ID,
      calendar,
      stir,
      databaseMs: [1, 30],
      troubles: { lostAnswers: 0, retries: 0 },
      plant: undefined,
      tellHubs() {},
      verify: createVerifier([key], false),
      checker: new Checker(database, clock.monotonicMs),
      onPresence: ({ connected }) =>
        void clock.startTimer(PRESENCE_WRITTEN_MS, () => {
          if (connected !== presence.connected) presence = { connected, sinceMs: clock.nowMs() }
        }),
    },
    () => {},
  )
  const weather: Weather = { partitioned: false, latencyMs: [5, 80], lost: 0, repeated: 0, cut: 0, ordered: true, blocked: [] }
  const line = createLine({ clock, chance, weather, hub: hub.door, stir })
  const outbox = openMemoryOutbox(new MemoryDisk(), 1, clock.monotonicMs)
  const keys = fixedKeys({ publicKey: key.publicKey, sign: key.cheap })
  const names = {
    hubId: HUB_ID,
    hubUrl: 'http://hub',
    store: STORE,
    agentId: UID,
    epoch: 1,
    publicKey: key.publicKey,
    privateKey: '',
  }
  const made = { identity: names, version: '0.1.0', boot: BOOT, outbox, clock, random: chance.next, log: silentLog, keys }
  const link = createHubLink({ ...made, connectHub: line.dial({ address: 'http://hub', way: 'websocket' }) })
  const say = (event: Said) => {
    const said = { v: 1, at: clock.nowMs(), mono: clock.monotonicMs(), boot: BOOT, ...event }
    outbox.append([said])
    link.wake()
  }

  const found = new Map<HealthCode, number>()
  function look(): void {
    const { connected, sinceMs } = presence
    const told = database.conditions.get(1)?.find(({ untilMs }) => untilMs === null)
    const terminal = {
      ...WELL_TERMINAL,
      agentConnected: connected,
      condition: told?.condition ?? null,
      conditionSinceMs: told?.sinceMs ?? null,
    }
    const agent = { ...WELL_AGENT, connected, presenceSinceMs: sinceMs, storeConnected: connected ? 1 : 0 }
    const now = judgeHealth({ terminals: [terminal], agents: [agent], newestVersion: null }, clock.nowMs())
    for (const { code } of now.values()) if (!found.has(code)) found.set(code, clock.monotonicMs())
    clock.startTimer(HEALTH_LOOK_MS, look)
  }

  async function pass(ms: number): Promise<void> {
    const endMs = clock.monotonicMs() + ms
    while (clock.runNext(endMs - clock.monotonicMs())) {
      if (!stirred) continue
      stirred = false
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
    clock.advance(endMs - clock.monotonicMs())
  }

  /** How long after `befall` it was found; undefined: not within a minute. */
  async function foundAfterMs(code: HealthCode, befall: () => void): Promise<number | undefined> {
    const fromMs = clock.monotonicMs()
    befall()
    await pass(60_000)
    const atMs = found.get(code)
    return atMs === undefined ? undefined : atMs - fromMs
  }

  clock.startTimer(chance.between(0, HEALTH_LOOK_MS), look)
  link.start()
  say({ kind: 'agent.configured', terminals: [LANE] })
  say({ kind: 'terminal.condition', terminal: LANE.key, condition: 'ready' })
  return { chance, weather, pass, say, found, foundAfterMs }
}

type SimulatedStore = Awaited<ReturnType<typeof openStore>>

/** The longest of so many stores, in which it befalls at any moment between `fromMs` and `toMs`, and between two looks. */
async function longest(code: HealthCode, befall: (store: SimulatedStore) => void, [fromMs, toMs]: readonly [number, number]) {
  let mostMs = 0
  for (let seed = 1; seed <= 120; seed += 1) {
    const store = await openStore(seed)
    await store.pass(store.chance.between(fromMs, toMs))
    expect([...store.found.keys()]).toEqual([])
    mostMs = Math.max(mostMs, (await store.foundAfterMs(code, () => befall(store))) ?? Number.POSITIVE_INFINITY)
  }
  return mostMs
}

const dies = ({ weather }: { weather: Weather }) => {
  weather.partitioned = true
}

it('a store whose line dies without a word is found offline within 30 s, whenever it dies', async () => {
  const mostMs = await longest('store_offline', dies, [25_000, 35_000])
  expect(mostMs).toBeLessThan(30_000)
  // The sweep does meet the bad moments.
  expect(mostMs).toBeGreaterThan(24_000)
})

it('so is one whose line dies before its agent’s first pulse', async () => {
  expect(await longest('store_offline', dies, [1_000, PULSE_MS])).toBeLessThan(30_000)
})

it('a terminal that its agent says does not answer is found within 15 s', async () => {
  const falls = ({ say }: SimulatedStore) => say({ kind: 'terminal.condition', terminal: LANE.key, condition: 'unreachable' })
  const mostMs = await longest('unreachable', falls, [25_000, 30_000])
  expect(mostMs).toBeLessThan(15_000)
  expect(mostMs).toBeGreaterThan(9_000)
})
