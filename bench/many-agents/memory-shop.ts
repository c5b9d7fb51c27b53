import { createHubLink, type HubLink, type Outbox, silentLog } from '@counterfoil/agent'
import { MemoryDisk, openMemoryOutbox } from '@counterfoil/agent/testing'
import { systemClock } from '@counterfoil/terminals/system-clock'
import type { HistoryEvent } from '../../tools/demo/history.ts'
import type { Shop } from '../agent/enrolled-shops.ts'
import type { SentStream } from '../agents/check-streams.ts'
import { type LinkNotes, watchedSocketIo } from '../agents/watched-link.ts'

export interface ShopNotes extends LinkNotes {
  /** A payment's last event is acknowledged. */
  acknowledged(recordedMs: number, tookMs: number): void
}

export interface MemoryShop {
  readonly link: HubLink
  /** Records in one transaction and delivers. */
  record(events: readonly HistoryEvent[]): void
  readonly stream: SentStream
}

interface Given {
  readonly shop: Shop
  readonly hubUrl: string
  readonly boot: string
  readonly opening: readonly HistoryEvent[]
  readonly notes: ShopNotes
}

/** An agent without terminals: the real link and its back-off over an outbox in memory. */
export function createMemoryShop({ shop, hubUrl, boot, opening, notes }: Given): MemoryShop {
  const outbox = openMemoryOutbox(new MemoryDisk(), shop.epoch)
  const recorded: { readonly seq: number; readonly atMs: number }[] = []
  const watched: Outbox = {
    ...outbox,
    acknowledge(highWater, head) {
      const comparison = outbox.acknowledge(highWater, head)
      const nowMs = Date.now()
      for (let first = recorded[0]; first !== undefined && first.seq <= highWater; first = recorded[0]) {
        recorded.shift()
        notes.acknowledged(first.atMs, nowMs - first.atMs)
      }
      return comparison
    },
  }
  const link = createHubLink({
    identity: { ...shop, hubUrl },
    version: 'bench',
    boot,
    outbox: watched,
    clock: systemClock,
    random: Math.random,
    connectHub: watchedSocketIo(hubUrl, notes),
    log: silentLog,
  })
  outbox.append(opening)
  return {
    link,
    record(events) {
      recorded.push({ seq: outbox.append(events), atMs: Date.now() })
      link.wake()
    },
    get stream() {
      return { uid: shop.agentId, lastSeq: outbox.lastSeq(), head: outbox.head(), acknowledgedSeq: outbox.deliveredSeq() }
    },
  }
}
