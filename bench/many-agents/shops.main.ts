import { getRandomValues, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { createIdMaker } from '@counterfoil/services'
import type { HistoryEvent } from '../../tools/demo/history.ts'
import { obeyOrders } from '../worker.ts'
import { createMemoryShop, type MemoryShop } from './memory-shop.ts'
import { createPresenceCount } from './presence-count.ts'
import type { ShopsFile, ShopsOrder, ShopsTold } from './shops.ts'

/** node shops.main.ts FILE */
const { shops, opening, payment } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as ShopsFile
const boot = randomUUID()
const newId = createIdMaker({ nowMs: () => Date.now(), fillRandom: (bytes) => getRandomValues(bytes) })
const presence = createPresenceCount(shops.length)
let open: readonly MemoryShop[] = []
let turnedAway: Record<string, number> = {}
let recordedMs: number[] = []
let tookMs: number[] = []
let payments = 0
let perSecond = 0
let trading = false

obeyOrders<ShopsOrder, ShopsTold>(async (order) => {
  switch (order.order) {
    case 'open':
      await begin(order.hubUrl, order.perSecond)
      return tell()
    case 'trade':
      perSecond = order.perSecond
      if (!trading) void trade()
      return tell()
    case 'count-anew':
      presence.forgetTimes()
      turnedAway = {}
      recordedMs = []
      tookMs = []
      return tell()
    case 'tell':
      return tell()
    case 'streams':
      return { ...tell(), streams: open.map(({ stream }) => stream) }
  }
})

async function begin(hubUrl: string, startsPerSecond: number): Promise<void> {
  const first = opening.map((body) => JSON.parse(body) as HistoryEvent)
  const notes = {
    welcomed: () => presence.came(),
    lost: () => presence.went(),
    turnedAway(code: string) {
      turnedAway[code] = (turnedAway[code] ?? 0) + 1
    },
    acknowledged(atMs: number, ms: number) {
      recordedMs.push(atMs)
      tookMs.push(ms)
    },
  }
  open = shops.map((shop) => createMemoryShop({ shop, hubUrl, boot, opening: first, notes }))
  const startedMs = performance.now()
  for (const [index, { link }] of open.entries()) {
    const waitMs = startedMs + (index * 1_000) / startsPerSecond - performance.now()
    if (waitMs > 0) await delay(waitMs)
    link.start()
  }
}

/** Due times, not a fixed pause: a late timer is made up for. */
async function trade(): Promise<void> {
  trading = true
  let dueMs = performance.now()
  while (perSecond > 0) {
    for (; dueMs <= performance.now(); dueMs += 1_000 / perSecond) sell(open[Math.floor(Math.random() * open.length)])
    await delay(Math.max(1, dueMs - performance.now()))
  }
  trading = false
}

function sell(shop: MemoryShop | undefined): void {
  const id = newId()
  const at = Date.now()
  const mono = Math.round(performance.now())
  shop?.record(payment.map((event) => ({ ...event, payment: id, at, mono, boot })))
  payments += 1
}

function tell(): ShopsTold {
  const waiting = open.reduce((sum, { stream }) => sum + stream.lastSeq - stream.acknowledgedSeq, 0)
  const { user, system } = process.cpuUsage()
  const cpuMs = (user + system) / 1_000
  return { ...presence.read(), turnedAway, recordedMs, tookMs, payments, waiting, cpuMs, streams: [] }
}
