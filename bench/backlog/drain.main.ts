import { getRandomValues, randomUUID } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { connectSocketIo, createHubLink, type HubLink, openOutbox, silentLog } from '@counterfoil/agent'
import { createIdMaker } from '@counterfoil/services'
import { systemClock } from '@counterfoil/terminals/system-clock'
import type { HistoryEvent } from '../../tools/demo/history.ts'
import { obeyOrders } from '../worker.ts'
import type { Drained, DrainFile, DrainOrder } from './drain.ts'
import { recordedDays } from './recorded-days.ts'

/** Events of one transaction while the outbox is filled. */
const AT_ONCE = 500

/** node drain.main.ts FILE */
const { folder, shops } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as DrainFile
const boot = randomUUID()
const newId = createIdMaker({ nowMs: () => Date.now(), fillRandom: (bytes) => getRandomValues(bytes) })
const path = (uid: string) => join(folder, `${uid}.db`)
let links: readonly HubLink[] = []
let emptySinceMs: number | null = null
let connected = false

const stores = shops.map((shop) => {
  const outbox = openOutbox({ path: path(shop.agentId), epoch: shop.epoch, monotonicMs: () => performance.now() })
  const noting = {
    ...outbox,
    acknowledge(highWater: number, head: string) {
      const comparison = outbox.acknowledge(highWater, head)
      if (emptySinceMs === null && waiting() === 0) emptySinceMs = Date.now()
      return comparison
    },
  }
  return { shop, outbox, noting }
})

obeyOrders<DrainOrder, Drained>(async (order) => {
  switch (order.order) {
    case 'fill':
      for (const { outbox } of stores) fill(outbox, order.events)
      break
    case 'connect':
      if (links.length === 0) links = stores.map((store) => linkOf(store, order.hubUrl))
      connected = true
      for (const link of links) link.start()
      break
    case 'disconnect':
      connected = false
      for (const link of links) link.stop()
      break
    case 'tell':
  }
  return tell()
})

function fill(outbox: ReturnType<typeof openOutbox>, events: number): void {
  let some: HistoryEvent[] = []
  for (const event of recordedDays(events, newId)) {
    some.push(event)
    if (some.length < AT_ONCE) continue
    outbox.append(some)
    some = []
  }
  if (some.length > 0) outbox.append(some)
}

function linkOf({ shop, noting }: (typeof stores)[number], hubUrl: string): HubLink {
  return createHubLink({
    identity: { ...shop, hubUrl },
    version: 'bench',
    boot,
    outbox: noting,
    clock: systemClock,
    random: Math.random,
    connectHub: connectSocketIo(hubUrl),
    log: silentLog,
  })
}

function waiting(): number {
  return stores.reduce((sum, { outbox }) => sum + outbox.lastSeq() - outbox.deliveredSeq(), 0)
}

function tell(): Drained {
  const trouble = connected ? links.map((link) => link.status()).filter((status) => !status.connected) : []
  return {
    waiting: waiting(),
    emptySinceMs,
    trouble: trouble.map(({ code, message }) => `${code}: ${message}`),
    outboxBytes: stores.reduce((sum, { shop }) => sum + statSync(path(shop.agentId)).size, 0),
    streams: stores.map(({ shop, outbox }) => ({
      uid: shop.agentId,
      lastSeq: outbox.lastSeq(),
      head: outbox.head(),
      acknowledgedSeq: outbox.deliveredSeq(),
    })),
  }
}
