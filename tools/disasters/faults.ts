import type { Availability, Backup, MemoryDatabase } from '@counterfoil/services/testing'
import type { VirtualClock } from '@counterfoil/terminals/virtual-clock'
import type { Checker } from './checker.ts'
import type { HubMachine } from './hub-machine.ts'
import type { Line, Weather } from './network.ts'
import { untilKilled } from './process-life.ts'
import type { Chance } from './random.ts'
import type { StorePc } from './store-pc.ts'

/** Everything a disaster can befall. */
export interface World {
  readonly clock: VirtualClock
  readonly chance: Chance
  readonly database: MemoryDatabase
  readonly availability: { state: Availability['state'] }
  readonly hubs: readonly HubMachine[]
  readonly pcs: StoreSite[]
  readonly checker: Checker
  readonly troubles: { lostAnswers: number; retries: number }
  backup: Backup
  /** Puts a second PC beside the first, with a copy of its disk and its key. */
  clone(site: StoreSite): void
  /** One line a fault, for whoever replays the run. */
  readonly tell: (what: string) => void
}

export interface StoreSite {
  readonly pc: StorePc
  readonly line: Line
  readonly weather: Weather
  /** Which hub the agent prefers from its next start on. */
  hub: number
}

/** Both know the same database. */
export const HUB_ADDRESSES = ['http://hub-0', 'http://hub-1'] as const

type Fault = (world: World) => void

const later = ({ clock, chance }: World, lowMs: number, highMs: number, run: () => void) =>
  void clock.startTimer(chance.between(lowMs, highMs), run)

function site({ chance, pcs }: World): StoreSite {
  return chance.pick(pcs)
}

function stopPc(world: World, { pc, line }: StoreSite): void {
  pc.kill()
  line.sever()
  later(world, 500, 30_000, () => pc.start())
}

function watchDeath(world: World, it: StoreSite): void {
  // A process that dies at a later step is noticed by its line, then started again.
  later(world, 1_000, 20_000, () => {
    if (!it.pc.life?.alive) stopPc(world, it)
  })
}

export const FAULTS: Readonly<Record<string, Fault>> = {
  'agent killed at a step'(world) {
    const it = site(world)
    it.pc.life?.dieAfter(world.chance.between(0, 60))
    watchDeath(world, it)
  },
  'power cut'(world) {
    const it = site(world)
    it.pc.kill()
    it.pc.disk.cutPower(world.chance.next())
    stopPc(world, it)
  },
  'hub killed at a step'(world) {
    world.chance.pick(world.hubs).life.dieAfter(world.chance.between(0, 40))
    for (const hub of world.hubs) later(world, 2_000, 25_000, () => hub.start())
  },
  'hub killed'(world) {
    const hub = world.chance.pick(world.hubs)
    hub.kill()
    later(world, 100, 20_000, () => hub.start())
  },
  partition(world) {
    const { weather } = site(world)
    weather.partitioned = true
    later(world, 1_000, 70_000, () => {
      weather.partitioned = false
    })
  },
  'line cut'(world) {
    site(world).line.sever()
  },
  'slow line'(world) {
    const { weather } = site(world)
    weather.latencyMs = [200, world.chance.between(1_000, 30_000)]
    later(world, 5_000, 90_000, () => {
      weather.latencyMs = [5, 80]
    })
  },
  'rotten line'(world) {
    const { weather } = site(world)
    Object.assign(weather, { lost: 0.1, repeated: 0.2, cut: 0.05, ordered: false, latencyMs: [1, 3_000] })
    later(world, 5_000, 60_000, () => calm(weather))
  },
  'disk full'(world) {
    const { disk } = site(world).pc
    disk.othersBytes += disk.freeBytes - world.chance.pick([0, 0, 4_000, 30_000, 150_000])
    later(world, 10_000, 90_000, () => {
      disk.othersBytes = 0
    })
  },
  'disk filling'(world) {
    const { disk } = site(world).pc
    disk.othersBytes += disk.freeBytes - world.chance.pick([60_000, 150_000, 300_000])
    later(world, 20_000, 120_000, () => {
      disk.othersBytes = 0
    })
  },
  'disk refuses'(world) {
    const { disk } = site(world).pc
    disk.refuses = true
    later(world, 1_000, 40_000, () => {
      disk.refuses = false
    })
  },
  'row damaged'(world) {
    const it = site(world)
    const { pc } = it
    // Of a disk with a copy nobody could say which of the two chains is meant.
    if (pc.tainted || pc.outbox === undefined) return
    // A process that was to die at its next step dies of the question; its disk is as it is.
    let lastSeq = 0
    untilKilled(() => {
      lastSeq = pc.outbox?.lastSeq() ?? 0
    })
    const seq = world.chance.between(Math.max(1, lastSeq - 12), Math.max(1, lastSeq))
    stopPc(world, it)
    pc.damage(seq, world.chance.pick(['body', 'hash', 'gone']))
  },
  'clock jump'(world) {
    const { pc } = site(world)
    pc.wallOffsetMs += world.chance.pick([-1, 1]) * world.chance.between(1_000, 3_600_000)
    later(world, 5_000, 60_000, () => {
      pc.wallOffsetMs = 0
    })
  },
  'cloned disk'(world) {
    world.clone(site(world))
  },
  'disk put back'(world) {
    const it = site(world)
    const { pc } = it
    const image = pc.disk.clone()
    const promised = pc.promised
    later(world, 5_000, 40_000, () => {
      pc.kill()
      pc.disk = image
      pc.promised = promised
      pc.tainted = true
      stopPc(world, it)
    })
  },
  'database away'(world) {
    world.availability.state = world.chance.pick(['away', 'read_only'])
    later(world, 500, 30_000, () => {
      world.availability.state = 'up'
    })
  },
  'commits in trouble'(world) {
    Object.assign(world.troubles, { lostAnswers: 0.2, retries: 0.3 })
    later(world, 5_000, 40_000, () => Object.assign(world.troubles, { lostAnswers: 0, retries: 0 }))
  },
  'hub restored from backup'(world) {
    for (const hub of world.hubs) hub.kill()
    later(world, 100, 5_000, () => {
      for (const hub of world.hubs) hub.kill()
      world.database.restore(world.backup)
      world.checker.restored()
      for (const hub of world.hubs) hub.start()
    })
  },
  'WebSocket blocked'(world) {
    const { line, weather } = site(world)
    weather.blocked = HUB_ADDRESSES.filter(() => world.chance.happens(0.7)).map((address) => `websocket ${address}`)
    line.sever()
    later(world, 5_000, 60_000, () => {
      weather.blocked = []
    })
  },
  'one hub out of reach'(world) {
    const { line, weather } = site(world)
    const address = world.chance.pick(HUB_ADDRESSES)
    weather.blocked = [`websocket ${address}`, `https ${address}`]
    line.sever(address)
    later(world, 5_000, 60_000, () => {
      weather.blocked = []
    })
  },
  'agent moves to the other hub'(world) {
    const it = site(world)
    it.hub = (it.hub + 1) % world.hubs.length
    // Half of them leave without a word: their old connection is still open when the new one begins.
    it.pc.kill()
    if (world.chance.happens(0.5)) it.line.sever()
    later(world, 0, 400, () => it.pc.start())
  },
}

/** Only in runs where the hub is never restored, else keeping too little would be the run's own fault. */
export const NOT_WHEN_TIDYING: readonly string[] = ['hub restored from backup', 'row damaged']

export function calm(weather: Weather): void {
  Object.assign(weather, { partitioned: false, lost: 0, repeated: 0, cut: 0, ordered: true, latencyMs: [5, 80], blocked: [] })
}
