import type { ServiceContext } from '@counterfoil/services'
import { getLiveSnapshot, type LiveSnapshot, type LiveStore } from '@counterfoil/services/live'
import { io, type Socket } from 'socket.io-client'
import { type LiveView, openLiveFeed } from '../../src/features/live/live-feed.ts'
import { ORIGIN } from '../hub-bed.ts'

/** The dashboard's own live feed over a real socket; snapshots come from the services, as the page's procedure reads them. */
export interface OpenPage {
  readonly connected: boolean
  /** Figures of every store: what the page shows now. */
  shown(): ReadonlyMap<number, Figures>
  close(): void
}

/** What a person can read off a store, in comparable form. */
export type Figures = ReturnType<typeof figuresOf>

const SCOPE = { kind: 'chain' } as const

export function openPage(ctx: ServiceContext, hubUrl: string, cookie: string): OpenPage {
  let view: LiveView | null = null
  const socket: Socket = io(`${hubUrl}/live`, {
    transports: ['websocket'],
    autoConnect: false,
    reconnection: false,
    forceNew: true,
    extraHeaders: { cookie, origin: ORIGIN },
  })
  const feed = openLiveFeed({
    initial: null,
    openSocket(events) {
      socket.on('connect', events.connected)
      socket.on('connect_error', events.disconnected)
      socket.on('disconnect', (reason) => reason !== 'io client disconnect' && events.disconnected())
      socket.on('delta', events.frame)
      socket.on('resync', events.resync)
      socket.on('signed-out', events.signedOut)
      return {
        open: () => void socket.connect(),
        watch: async () => {
          const answer = (await socket.timeout(5_000).emitWithAck('watch', SCOPE)) as { ok: boolean }
          if (!answer.ok) throw new Error('the hub refused the scope')
        },
        close: () => void socket.close(),
      }
    },
    load: () => loadSnapshot(ctx),
    nowMs: Date.now,
    random: Math.random,
    startTimer(delayMs, fire) {
      const timer = setTimeout(fire, delayMs)
      return () => clearTimeout(timer)
    },
    changed: (next) => {
      view = next
    },
  })
  return {
    get connected() {
      return socket.connected
    },
    shown: () => new Map([...(view?.state?.stores.values() ?? [])].map((store) => [store.storeId, figuresOf(store)])),
    close: () => feed.close(),
  }
}

/** What the database says, in the same form. */
export async function readFigures(ctx: ServiceContext): Promise<ReadonlyMap<number, Figures>> {
  const stores = (await loadSnapshot(ctx)).flatMap((page) => page.stores)
  return new Map(stores.map((store) => [store.storeId, figuresOf(store)]))
}

async function loadSnapshot(ctx: ServiceContext): Promise<LiveSnapshot[]> {
  const pages: LiveSnapshot[] = []
  for (let after: number | null = 0; after !== null; after = pages.at(-1)?.next ?? null)
    pages.push(await getLiveSnapshot(ctx, { scope: SCOPE, after }))
  return pages
}

function figuresOf({ days, methods, minutes, unknowns, terminals, agents }: LiveStore) {
  const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort()
  return {
    days: sorted(days),
    methods: sorted(methods),
    minutes: sorted(minutes),
    unknowns: sorted(unknowns.map(({ id }) => id)),
    terminals: sorted(terminals.map(({ terminalId, condition }) => [terminalId, condition])),
    agents: sorted(agents.map(({ agentId, connected }) => [agentId, connected])),
  }
}
