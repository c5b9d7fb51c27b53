import { type LiveFrame, WatchScope } from '@counterfoil/protocol'
import type { Timer } from '@counterfoil/services/clock'
import type { StorePlace } from '@counterfoil/services/ingest'
import { cutScope, isWithin, mayDo, type StoresWithin } from '@counterfoil/services/permissions'
import { peerAddress } from '../http/peer-address.ts'
import type { HubParts } from '../hub-parts.ts'
import type { HubNamespace, HubSocket } from '../hub-sockets.ts'
import { createRefusalGate } from '../refusal-gate.ts'
import type { LiveViewer } from './find-viewer.ts'
import type { Audience } from './live-feed.ts'
import { roomOf } from './watch-scope.ts'

/** Whose row has changed. */
export type ViewerChange = { readonly sessionId: string } | { readonly userId: string } | { readonly screenId: string }

export interface LiveDesk extends Audience {
  readonly connected: number
  /** A run has moved money: pages about it ask anew. */
  tellFunds(): void
  /** Somebody changed a device: pages about them ask anew. */
  tellDevices(): void
  /** An alert is not what it was, or what is said of alerts. */
  tellAlerts(): void
  /** Looks at once whether these sockets may stay: their session, account or screen has changed. */
  recheck(changed: ViewerChange): void
}

const RECHECK_MS = 30_000
/** Packets a browser may be behind before it is left out and told to ask anew. */
const MOST_BEHIND = 16
const BEHIND = 'behind'

/** Browsers' side of the hub: they watch a part of the chain and hear; they change nothing here. */
export function serveLive(parts: HubParts, namespace: HubNamespace, storeOf: (storeId: number) => Promise<StorePlace>): LiveDesk {
  const { clock, log, metrics } = parts
  const gate = createRefusalGate(parts, 'refusedLive')
  const rechecks = new WeakMap<HubSocket, () => void>()

  namespace.use((socket, next) => {
    if (!parts.dashboardOrigins.includes(socket.handshake.headers.origin ?? '')) {
      log.warn(
        { origin: socket.handshake.headers.origin, address: socket.handshake.address },
        'a live page of a foreign origin was refused',
      )
      return next(refusal('foreign_origin', 'This page does not belong to the dashboard.'))
    }
    const { address: remoteAddress, headers } = socket.handshake
    const address = peerAddress({ socket: { remoteAddress }, headers })
    if (gate.isHeld(address))
      return next(refusal('too_often', 'Too many sockets from this address had no session. Wait a little.'))
    parts.findViewer(headers.cookie).then(
      (viewer) => {
        if (viewer === null) {
          gate.failed(address)
          return next(refusal('signed_out', 'Sign in first.'))
        }
        socket.data.viewer = viewer
        next()
      },
      (error: unknown) => {
        log.warn({ err: error }, 'a session or screen could not be looked up')
        next(refusal('unavailable', 'The hub cannot reach its database now.'))
      },
    )
  })

  namespace.on('connection', (socket) => {
    metrics.browsers.set(namespace.sockets.size)
    let timer: Timer = clock.startTimer(RECHECK_MS, recheck)
    rechecks.set(socket, () => look(() => socket.disconnect(true)))

    /** A page that closed while its viewer was being looked up is looked after no more. */
    function later(): void {
      if (socket.connected) timer = clock.startTimer(RECHECK_MS, recheck)
    }

    function recheck(): void {
      // The database is away: what was known stays good until its own end.
      look(() => {
        if ((socket.data.viewer?.expiresAt.getTime() ?? 0) <= clock.nowMs()) signOut(socket)
      }).finally(later)
    }

    async function look(unknown: () => void): Promise<void> {
      try {
        const viewer = await parts.findViewer(socket.handshake.headers.cookie)
        if (viewer === null || !mayWatch(viewer)) return signOut(socket)
        socket.data.viewer = viewer
        // Their reach may have changed since they began to watch.
        if (socket.data.scope !== undefined) watch(socket, viewer, socket.data.scope)
      } catch {
        unknown()
      }
    }

    socket.use(([event], next) => {
      if (event === 'watch') return next()
      log.warn({ event: String(event).slice(0, 40) }, 'a browser said something that is not "watch"')
      socket.disconnect(true)
    })
    socket.on('watch', (input, answer) => {
      const reply = typeof answer === 'function' ? answer : () => {}
      const { viewer } = socket.data
      if (viewer === undefined || !mayWatch(viewer))
        return reply({ ok: false, message: 'Your account may not see live figures. An administrator can change that.' })
      const scope = WatchScope.safeParse(input)
      if (!scope.success) return reply({ ok: false, message: 'This is no part of the chain: chain, country, region or store.' })
      watch(socket, viewer, scope.data)
      reply({ ok: true })
    })
    followPace(socket)
    socket.on('disconnect', () => {
      timer.cancel()
      metrics.browsers.set(namespace.sockets.size)
    })
  })

  /** The parts of the chain watched now, by room. */
  function watched(): Map<string, StoresWithin> {
    const found = new Map<string, StoresWithin>()
    for (const { data } of namespace.sockets.values()) if (data.within !== undefined) found.set(roomOf(data.within), data.within)
    return found
  }

  return {
    get connected() {
      return namespace.sockets.size
    },
    get watching() {
      for (const { data } of namespace.sockets.values()) if (data.within !== undefined) return true
      return false
    },
    async send(frame) {
      const places = new Map<number, StorePlace>()
      for (const { storeId } of frame.deltas) places.set(storeId, await storeOf(storeId))
      for (const [room, within] of watched()) {
        const deltas = frame.deltas.filter(({ storeId }) => isCovered(within, places.get(storeId)))
        if (deltas.length === 0) continue
        const part: LiveFrame = { hubTimeMs: frame.hubTimeMs, deltas }
        namespace.local.to(room).except(BEHIND).emit('delta', part)
        metrics.frames.inc()
      }
    },
    resync: (why) => void namespace.local.emit('resync', why),
    tellFunds() {
      for (const socket of namespace.sockets.values()) {
        const { viewer } = socket.data
        // Figures are not told, only that there are others.
        if (viewer !== undefined && mayDo(viewer.access.role, 'funds.read')) socket.emit('funds')
      }
    },
    tellDevices() {
      for (const socket of namespace.sockets.values()) {
        const { viewer } = socket.data
        if (viewer !== undefined && mayDo(viewer.access.role, 'devices.read')) socket.emit('devices')
      }
    },
    tellAlerts() {
      for (const socket of namespace.sockets.values()) {
        const { viewer } = socket.data
        if (viewer !== undefined && mayDo(viewer.access.role, 'alerts.read')) socket.emit('alerts')
      }
    },
    recheck(changed) {
      for (const socket of namespace.sockets.values()) {
        const { viewer } = socket.data
        if (viewer !== undefined && isConcerned(viewer, changed)) rechecks.get(socket)?.()
      }
    },
  }
}

function isConcerned(viewer: LiveViewer, changed: ViewerChange): boolean {
  if ('screenId' in changed) return 'screenId' in viewer && viewer.screenId === changed.screenId
  if ('screenId' in viewer) return false
  return 'userId' in changed ? viewer.userId === changed.userId : viewer.sessionId === changed.sessionId
}

function mayWatch({ access }: LiveViewer): boolean {
  return mayDo(access.role, 'live.read')
}

/** Joins those who hear of what the viewer may know of the scope. A place out of their reach is as silent as one that is not there. */
function watch(socket: HubSocket, { access }: LiveViewer, scope: WatchScope): void {
  const within = cutScope(scope, access.reach)
  if (socket.data.within !== undefined) socket.leave(roomOf(socket.data.within))
  socket.data.scope = scope
  socket.data.within = within
  socket.join(roomOf(within))
}

function isCovered(within: StoresWithin, place: StorePlace | undefined): boolean {
  return place !== undefined && isWithin(within, place)
}

/** A browser that does not keep up is left out until its line is empty again, then told to ask for the snapshot. */
function followPace(socket: HubSocket): void {
  let behind = 0
  socket.conn.on('packetCreate', () => {
    behind += 1
    if (behind > MOST_BEHIND) socket.join(BEHIND)
  })
  socket.conn.on('drain', () => {
    behind = 0
    if (!socket.rooms.has(BEHIND)) return
    socket.leave(BEHIND)
    socket.emit('resync', 'this connection could not keep up')
  })
}

function signOut(socket: HubSocket): void {
  socket.emit('signed-out')
  socket.disconnect(true)
}

function refusal(code: string, message: string): Error {
  return Object.assign(new Error(message), { data: { code } })
}
