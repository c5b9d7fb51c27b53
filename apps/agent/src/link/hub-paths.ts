import type { Clock, Timer } from '@counterfoil/terminals'
import type { Log } from '../log.ts'
import {
  choosePath,
  forgive,
  isGivenUp,
  noteFailure,
  noteGreeted,
  noteProbe,
  noteSteady,
  PATH_RULES,
  type PathRules,
  type PathsState,
  pathToReturnTo,
  returnTo,
  startPaths,
  takePath,
} from './choose-path.ts'
import { describePaths, type HubPathsStatus } from './describe-paths.ts'
import { createHubDrill, type HubDrill } from './hub-drill.ts'
import { type ConnectPath, type HubPath, type HubWay, hubPaths } from './hub-path.ts'
import type { ConnectHub } from './hub-socket.ts'
import { probePath } from './probe-path.ts'
import { type WatchedSocket, watchConnection } from './watch-connection.ts'

export interface HubPathsOptions {
  /** Of one hub, the preferred one first. */
  readonly addresses: readonly string[]
  /** A path where another hub answers is no path. */
  readonly hubId: string
  readonly clock: Clock
  readonly connectPath: (path: HubPath) => ConnectPath
  readonly log: Log
  /** Called when something a person would want to know has changed. */
  readonly onChange: (status: HubPathsStatus) => void
  /** Called when it was greeted at another address than before; at its start the preferred one is the one before. */
  readonly onMoved?: (moved: HubMoved) => void
  readonly timing?: Partial<PathTiming>
}

/** As the record's `agent.hub_path` has it. */
export interface HubMoved {
  readonly address: string
  readonly place: number
  readonly way: HubWay
  readonly cause: 'trouble' | 'return' | 'drill' | 'drill_over'
}

export interface PathTiming extends PathRules {
  /** So long a connection must live for its path to count as sound. */
  readonly steadyMs: number
  readonly probeTimeoutMs: number
  /** So long nothing may have been said before a working connection is given up for a better one. */
  readonly quietMs: number
}

export const PATH_TIMING: PathTiming = { ...PATH_RULES, steadyMs: 60_000, probeTimeoutMs: 15_000, quietMs: 3_000 }

export interface HubPaths {
  /** Connects by the path that serves best now; each call may choose another. */
  readonly connectHub: ConnectHub
  status(): HubPathsStatus
  /** Goes over to the next address for so long, and comes back by itself. */
  readonly drill: HubDrill['run']
  stop(): void
}

/** Chooses among addresses and ways for each connection, and leads a quiet one back to a better path that is well again. */
export function createHubPaths(options: HubPathsOptions): HubPaths {
  const { clock, hubId, log } = options
  const timing: PathTiming = { ...PATH_TIMING, ...options.timing }
  const paths = hubPaths(options.addresses)
  const connectors = paths.map((path) => options.connectPath(path))
  let state = startPaths(paths.length, timing)
  let told = ''
  let dialled = 0
  /** The greeted connection, and by which path it goes. */
  let live: { readonly index: number; readonly socket: WatchedSocket } | undefined
  let place = 0

  const drill = createHubDrill({
    paths,
    clock,
    current: () => live?.index,
    probe: (index, done) => probePath({ connect: at(index).connect, hubId, clock, timeoutMs: timing.probeTimeoutMs }, done),
    goTo(index, why) {
      apply(takePath(forgive(state, index), index, clock.monotonicMs()))
      live?.socket.leave(why)
    },
  })

  function noteMoved(index: number): void {
    const { address, way } = at(index).path
    const cause = drill.greeted(index)
    const here = options.addresses.indexOf(address)
    if (here === place) return
    options.onMoved?.({ address, place: here, way, cause: cause ?? (here < place ? 'return' : 'trouble') })
    place = here
  }

  function apply(next: PathsState): void {
    state = next
    const facts = [
      state.current,
      ...state.health.map((health) => [
        isGivenUp(health, timing),
        health.successMs === undefined,
        health.good === undefined,
        health.trouble?.why,
      ]),
    ]
    const text = JSON.stringify(facts)
    if (text === told) return
    told = text
    options.onChange(status())
  }

  function status(): HubPathsStatus {
    const bootMs = clock.nowMs() - clock.monotonicMs()
    return {
      current: state.current,
      paths: paths.map((path, index) => {
        const health = state.health[index]
        return {
          ...path,
          givenUp: health !== undefined && isGivenUp(health, timing),
          failures: health?.failures ?? 0,
          ...(health?.successMs !== undefined && { lastSuccessMs: Math.round(bootMs + health.successMs) }),
          ...(health?.latencyMs !== undefined && { latencyMs: Math.round(health.latencyMs) }),
          ...(health?.trouble && {
            trouble: { ...health.trouble, sinceMs: Math.round(bootMs + health.trouble.sinceMs) },
          }),
          ...(health?.good && { answersAgainSinceMs: Math.round(bootMs + health.good.sinceMs), holdMs: health.holdMs }),
        }
      }),
    }
  }

  function connectHub(handlers: Parameters<ConnectHub>[0]): WatchedSocket {
    const wanted = drill.wants()
    const nowMs = clock.monotonicMs()
    apply(wanted === undefined || isLost(wanted) ? choosePath(state, nowMs, timing) : takePath(state, wanted, nowMs))
    const index = state.current
    const { path, connect } = at(index)
    if (index !== dialled) log.info({ address: path.address, way: path.way }, describePaths(status(), clock.nowMs()))
    dialled = index
    let nextProbes: Timer | undefined
    let nextLook: Timer | undefined
    let stopProbes: (() => void)[] = []

    function stopProbing(): void {
      nextProbes?.cancel()
      nextLook?.cancel()
      for (const stop of stopProbes) stop()
      stopProbes = []
    }

    /** Every better path is tried by itself, greeting nobody, so that the hub keeps this connection. */
    function probeLater(): void {
      if (index === 0) return
      nextProbes = clock.startTimer(timing.probeEveryMs, () => {
        for (const stop of stopProbes) stop()
        // A drill sees to the way back.
        const asked = drill.isUnderWay ? [] : paths.slice(0, index)
        stopProbes = asked.map((_, better) =>
          probePath({ connect: at(better).connect, hubId, clock, timeoutMs: timing.probeTimeoutMs }, (result) => {
            apply(noteProbe(state, better, result, clock.monotonicMs(), timing))
            returnWhenQuiet()
          }),
        )
        probeLater()
      })
    }

    function returnWhenQuiet(): void {
      nextLook?.cancel()
      const better = drill.isUnderWay ? undefined : pathToReturnTo(state, clock.monotonicMs(), timing)
      if (better === undefined) return
      if (!watched.isQuiet(timing.quietMs)) {
        nextLook = clock.startTimer(timing.quietMs, returnWhenQuiet)
        return
      }
      const { address, way } = at(better).path
      apply(returnTo(state, better, clock.monotonicMs()))
      watched.leave(`it goes back to ${address} by ${way === 'websocket' ? 'WebSocket' : 'HTTPS'}, which answers again`)
    }

    const watched = watchConnection(
      {
        connect,
        way: path.way,
        hubId,
        clock,
        steadyMs: timing.steadyMs,
        report: {
          greeted(latencyMs) {
            apply(noteGreeted(state, index, clock.monotonicMs(), latencyMs))
            live = { index, socket: watched }
            noteMoved(index)
            probeLater()
          },
          steady: () => apply(noteSteady(state, index)),
          failed: (failure, why) => apply(noteFailure(state, { index, failure, why, paths }, clock.monotonicMs(), timing)),
          over() {
            stopProbing()
            if (live?.socket === watched) live = undefined
            drill.over(index)
          },
        },
      },
      handlers,
    )
    return watched
  }

  /** Failed again and again: a drill must not keep the agent from what serves. */
  function isLost(index: number): boolean {
    const health = state.health[index]
    return health !== undefined && isGivenUp(health, timing)
  }

  function at(index: number): { readonly path: HubPath; readonly connect: ConnectPath } {
    const path = paths[index]
    const connect = connectors[index]
    if (path === undefined || connect === undefined)
      throw new Error('A hub path was asked for that is not there: no address is known.')
    return { path, connect }
  }

  return { connectHub, status, drill: drill.run, stop: drill.stop }
}
