import type { Identity } from '@counterfoil/agent'
import { FIRST_JOIN } from '@counterfoil/services/agent-sessions'
import type { BusinessCalendar, StorePlace } from '@counterfoil/services/ingest'
import { type Availability, MemoryDatabase } from '@counterfoil/services/testing'
import { createVirtualClock } from '@counterfoil/terminals/virtual-clock'
import { Checker, type Violation } from './checker.ts'
import { calm, FAULTS, HUB_ADDRESSES, NOT_WHEN_TIDYING, type StoreSite, type World } from './faults.ts'
import { createHubMachine, type HubMachine } from './hub-machine.ts'
import { judgeEnd } from './judge-end.ts'
import { createLine, type Weather } from './network.ts'
import { partedAt } from './parted-at.ts'
import type { Plant } from './plants.ts'
import { createChance } from './random.ts'
import { createVerifier, fixedKeys, type SimulatedKey } from './signers.ts'
import { SimulatedDisk } from './simulated-disk.ts'
import { StorePc } from './store-pc.ts'

/** What costs more than a run and is the same in all of them. */
export interface Shared {
  readonly keys: readonly SimulatedKey[]
  readonly calendar: BusinessCalendar
}

export interface SeedOptions {
  readonly plant?: Plant | undefined
  readonly tell?: (line: string) => void
}

export interface SeedResult {
  readonly seed: number
  readonly violations: readonly Violation[]
  readonly events: number
  readonly faults: number
}

const HUB_ID = '018f0000-0000-7000-8000-00000000aaaa'
const REAL_SIGNATURES_EVERY = 16
const WATCH_MS = 5_000
/** A halted agent greets again after ten minutes; then everything must have come to rest. */
const HEAL_MS = 13 * 60_000

/** One run: the agents' and the hubs' real code through the disasters this seed draws. Never throws for what they do. */
export async function runSeed(seed: number, { keys, calendar }: Shared, options: SeedOptions = {}): Promise<SeedResult> {
  const chance = createChance(seed)
  const clock = createVirtualClock()
  const real = seed % REAL_SIGNATURES_EVERY === 0
  const tidying = chance.happens(0.15)
  const tell = (what: string) => options.tell?.(`${(clock.monotonicMs() / 1_000).toFixed(3)} s  ${what}`)
  let stirred = false
  const stir = () => {
    stirred = true
  }

  const stores = [1, 2].map((id): StorePlace => ({ ...STORE, id, code: `S-${id}` }))
  const agents = keys.slice(0, chance.pick([1, 2, 2, 3])).map(({ verifying, publicKey }, index) => ({
    id: index + 1,
    uid: `018f0000-0000-7000-8000-00000000000${index + 1}`,
    storeId: index === 2 ? 1 : index + 1,
    name: `agent ${index + 1}`,
    state: 'active' as const,
    epoch: 1,
    version: '0.0.0',
    key: verifying,
    publicKey,
    nextKey: null,
    keySinceMs: clock.nowMs(),
    keyWanted: false,
    join: FIRST_JOIN,
    head: Buffer.alloc(32),
  }))
  const database = new MemoryDatabase(clock, stores, agents)
  const checker = new Checker(database, clock.monotonicMs)
  const availability: { state: Availability['state'] } = { state: 'up' }
  const troubles = { lostAnswers: 0, retries: 0 }
  const verify = createVerifier(keys, real)
  const plant = options.plant
  const databaseMs = chance.pick([
    [0, 3],
    [1, 30],
    [20, 900],
  ] as const)
  const tellHubs = (agentId: number): void => {
    for (const hub of hubs) clock.startTimer(chance.between(1, 100), () => hub.drop(agentId))
  }
  const hubOptions = { world: clock, chance, database, availability, hubId: HUB_ID, verify, calendar, checker, plant, tellHubs }
  const hubs: HubMachine[] = [0, 1].map((index) =>
    createHubMachine({ ...hubOptions, databaseMs, troubles, stir }, () => {
      tell(`hub ${index} dies`)
      for (const site of sites) clock.startTimer(chance.between(0, 50), () => site.line.sever(HUB_ADDRESSES[index]))
    }),
  )
  const sites: StoreSite[] = []
  const paceMs = chance.pick([4_000, 8_000, 20_000])

  function addSite(index: number, name: string, disk: SimulatedDisk): StoreSite {
    const agent = agents[index]
    const key = keys[index]
    if (agent === undefined || key === undefined) throw new RangeError(`there is no agent ${index}`)
    const identity: Identity = { ...IDENTITY, agentId: agent.uid, publicKey: key.publicKey }
    const weather: Weather = { partitioned: false, latencyMs: [5, 80], lost: 0, repeated: 0, cut: 0, ordered: true, blocked: [] }
    const line = createLine({ clock, chance, weather, hub: (address) => door(hubs[address === HUB_ADDRESSES[0] ? 0 : 1]), stir })
    const identityKeys = fixedKeys({ publicKey: key.publicKey, sign: real ? key.real : key.cheap })
    const keepMs = tidying ? 30_000 : undefined
    const pc = new StorePc(
      {
        name,
        agentId: agent.id,
        identity,
        keys: identityKeys,
        world: clock,
        chance,
        connectPath: line.dial,
        addresses: () => [0, 1].map((nth) => HUB_ADDRESSES[(site.hub + nth) % 2] ?? ''),
        checker,
        plant,
        keepMs,
        paceMs,
      },
      disk,
    )
    const site: StoreSite = { pc, line, weather, hub: chance.between(0, 1) }
    sites.push(site)
    return site
  }

  const world: World = {
    clock,
    chance,
    database,
    availability,
    hubs,
    pcs: sites,
    checker,
    troubles,
    backup: database.backUp(),
    clone({ pc }) {
      const copy = addSite(pc.options.agentId - 1, `copy of ${pc.options.name}`, pc.disk.clone())
      copy.pc.promised = pc.promised
      for (const { pc: one } of sites) if (one.options.agentId === pc.options.agentId) one.tainted = true
      clock.startTimer(chance.between(0, 10_000), () => copy.pc.start())
    },
    tell,
  }

  /** Time goes on to `endMs`; after whatever set promises going, until they have come to rest. */
  async function passUntil(endMs: number): Promise<void> {
    while (clock.runNext(endMs - clock.monotonicMs())) {
      if (!stirred) continue
      stirred = false
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
  }

  for (const [index, { id }] of agents.entries()) {
    const disk = new SimulatedDisk({ agentId: id, checker, syncs: plant !== 'no-fsync' })
    const { pc } = addSite(index, `agent ${id}`, disk)
    clock.startTimer(chance.between(0, 3_000), () => pc.start())
  }
  const chaosMs = chance.between(30_000, 120_000)
  const kinds = Object.keys(FAULTS).filter((kind) => !(tidying && NOT_WHEN_TIDYING.includes(kind)))
  const faults = chance.between(1, 8)
  for (let nth = 0; nth < faults; nth += 1) {
    const kind = chance.pick(kinds)
    clock.startTimer(chance.between(2_000, chaosMs), () => {
      if (clock.monotonicMs() >= chaosMs) return
      tell(kind)
      FAULTS[kind]?.(world)
    })
  }
  const watch = (): void => {
    for (const { pc } of sites) pc.watch((outbox) => partedAt(database, pc.options.agentId, outbox))
    if (clock.monotonicMs() < chaosMs && chance.happens(0.2)) world.backup = database.backUp()
    clock.startTimer(WATCH_MS, watch)
  }
  clock.startTimer(WATCH_MS, watch)

  await passUntil(chaosMs)
  tell('everything heals')
  for (const { pc } of sites) pc.trading = false
  await passUntil(chaosMs + 30_000)
  availability.state = 'up'
  Object.assign(troubles, { lostAnswers: 0, retries: 0 })
  for (const hub of hubs) {
    hub.start()
    hub.life.dieAfter(Number.POSITIVE_INFINITY)
  }
  for (const { pc, weather } of sites) {
    calm(weather)
    pc.disk.refuses = false
    pc.disk.othersBytes = 0
    pc.start()
    pc.life?.dieAfter(Number.POSITIVE_INFINITY)
  }
  await passUntil(clock.monotonicMs() + HEAL_MS)
  judgeEnd({ database, checker, calendar, sites })
  for (const { pc } of sites) pc.kill()
  return {
    seed,
    violations: checker.violations,
    events: [...database.events.values()].reduce((sum, { length }) => sum + length, 0),
    faults,
  }
}

function door(hub: ReturnType<typeof createHubMachine> | undefined) {
  if (hub === undefined) throw new RangeError('there is no such hub')
  return hub.door()
}

const STORE = { name: 'Filiale', country: 'DE', region: 'Berlin', currency: 'EUR', hours: [] }
const IDENTITY = {
  hubId: HUB_ID,
  hubUrl: 'http://hub',
  store: { code: 'S-1', name: 'Filiale' },
  epoch: 1,
  privateKey: 'not used',
}
