import type { LiveFrame, StoreDelta } from '@counterfoil/protocol'
import type { LiveSnapshot, LiveStore } from '@counterfoil/services/live'
import { beforeEach, expect, test } from 'vitest'
import { type FeedEvents, type LiveView, openLiveFeed } from './live-feed.ts'

const T0 = Date.UTC(2026, 10, 20, 13, 0)
const DAY_END = Date.UTC(2026, 10, 20, 23, 0)

function storeAt(rev: number): LiveStore {
  return {
    storeId: 1,
    code: '0417',
    name: 'Köln',
    nameLang: 'de',
    country: 'DE',
    region: 'NRW',
    city: 'Köln',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    rev,
    recordedAtMs: T0,
    businessDate: '2026-11-20',
    dayStartMs: T0,
    dayEndMs: DAY_END,
    days: [],
    minutes: [],
    methods: [],
    unknowns: [],
    terminals: [],
    agents: [],
  }
}

function frameOf(fromRev: number, rev: number): LiveFrame {
  const delta: StoreDelta = {
    storeId: 1,
    fromRev,
    rev,
    recordedAtMs: T0,
    days: [],
    minutes: [],
    methods: [],
    payments: [],
    terminals: [],
    agents: [],
  }
  return { hubTimeMs: T0, deltas: [delta] }
}

const snapshot = (rev: number): LiveSnapshot => ({
  takenAtMs: T0,
  minutesFromMs: T0,
  stores: [storeAt(rev)],
  payments: [],
  next: null,
})

/** A hub and a clock moved by hand. */
function stand() {
  let nowMs = T0
  let rev = 10
  let loads = 0
  let failing = false
  let refuseWatch = false
  let opened = 0
  let release: (() => void) | null = null
  let held = false
  const timers = new Set<{ atMs: number; fire: () => void }>()
  const views: LiveView[] = []
  let events: FeedEvents | undefined
  const feed = openLiveFeed({
    initial: null,
    openSocket: (given) => {
      events = given
      return {
        open: () => {
          opened += 1
        },
        watch: async () => {
          if (refuseWatch) throw new Error('refused')
        },
        close: () => {},
      }
    },
    load: async () => {
      loads += 1
      const answer = rev
      if (held)
        await new Promise<void>((resolve) => {
          release = resolve
        })
      if (failing) throw new Error('The database does not answer.')
      return [snapshot(answer)]
    },
    nowMs: () => nowMs,
    random: () => 0.5,
    startTimer: (delayMs, fire) => {
      const timer = { atMs: nowMs + delayMs, fire }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    changed: (view) => views.push(view),
  })
  if (events === undefined) throw new Error('the feed opened no socket')
  const socket = events
  return {
    feed,
    socket,
    view: () => views.at(-1),
    views,
    loads: () => loads,
    opened: () => opened,
    set: (change: { rev?: number; failing?: boolean; held?: boolean; refuseWatch?: boolean }) => {
      rev = change.rev ?? rev
      failing = change.failing ?? failing
      held = change.held ?? held
      refuseWatch = change.refuseWatch ?? refuseWatch
    },
    release: () => release?.(),
    async pass(ms: number) {
      nowMs += ms
      for (const timer of [...timers].filter((each) => each.atMs <= nowMs)) {
        timers.delete(timer)
        timer.fire()
      }
      await settle()
    },
  }
}

async function settle() {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

let hub: ReturnType<typeof stand>
beforeEach(async () => {
  hub = stand()
  await settle()
})

const revOf = () => hub.view()?.state?.stores.get(1)?.rev

test('the snapshot shows before the hub answers; once it does, the snapshot is asked for again', async () => {
  expect(revOf()).toBe(10)
  expect(hub.view()?.link.kind).toBe('connecting')
  hub.set({ rev: 12 })
  hub.socket.connected()
  await settle()
  expect(hub.view()?.link.kind).toBe('live')
  expect(revOf()).toBe(12)
})

test('frames that come while a snapshot is on its way are laid over it', async () => {
  hub.set({ held: true, rev: 12 })
  hub.socket.connected()
  await settle()
  hub.socket.frame(frameOf(12, 13))
  hub.release()
  await settle()
  expect(revOf()).toBe(13)
  expect(hub.loads()).toBe(2)
})

test('a gap is asked about once, after a second', async () => {
  hub.socket.connected()
  await settle()
  const before = hub.loads()
  hub.set({ rev: 20 })
  hub.socket.frame(frameOf(15, 16))
  hub.socket.frame(frameOf(17, 18))
  expect(revOf()).toBe(10)
  await hub.pass(1_000)
  expect(hub.loads()).toBe(before + 1)
  expect(revOf()).toBe(20)
  expect(hub.view()?.state?.behind.size).toBe(0)
})

test('a lost line says since when and when it is tried again, and asks every 30 s meanwhile', async () => {
  hub.socket.connected()
  await settle()
  hub.socket.disconnected()
  expect(hub.view()?.link).toEqual({ kind: 'lost', sinceMs: T0, nextTryAtMs: T0 + 1_000 })
  const opened = hub.opened()
  await hub.pass(1_000)
  expect(hub.opened()).toBe(opened + 1)
  hub.socket.disconnected()
  expect(hub.view()?.link).toEqual({ kind: 'lost', sinceMs: T0, nextTryAtMs: T0 + 3_000 })
  const before = hub.loads()
  await hub.pass(30_000)
  expect(hub.loads()).toBe(before + 1)
  await hub.pass(30_000)
  expect(hub.loads()).toBe(before + 2)
  hub.socket.connected()
  await settle()
  const back = hub.loads()
  await hub.pass(90_000)
  expect(hub.loads()).toBe(back)
  expect(hub.view()?.link.kind).toBe('live')
})

test('a snapshot that fails keeps what is shown and says why', async () => {
  hub.set({ failing: true })
  hub.socket.resync()
  await settle()
  expect(revOf()).toBe(10)
  expect(hub.view()?.error?.message).toBe('The database does not answer.')
  hub.set({ failing: false })
  hub.feed.tryNow()
  await settle()
  expect(hub.view()?.error).toBeNull()
})

test('when a store’s business day ends the snapshot is asked for again, sales or not', async () => {
  hub.socket.connected()
  await settle()
  const before = hub.loads()
  await hub.pass(DAY_END - T0)
  expect(hub.loads()).toBe(before)
  await hub.pass(1_000)
  expect(hub.loads()).toBe(before + 1)
})

test('a refused watch counts as a lost line', async () => {
  hub.set({ refuseWatch: true })
  hub.socket.connected()
  await settle()
  expect(hub.view()?.link.kind).toBe('lost')
})

test('after the session ended nothing is tried again, after closing nothing is shown', async () => {
  hub.socket.signedOut()
  hub.socket.disconnected()
  expect(hub.view()?.link.kind).toBe('signed_out')
  hub.feed.close()
  const shown = hub.views.length
  hub.socket.frame(frameOf(10, 11))
  await hub.pass(60_000)
  expect(hub.views.length).toBe(shown)
})
