import type { Clock, Timer } from '@counterfoil/terminals'
import type { ConnectPath, HubWay, PathFailure } from './hub-path.ts'
import type { HubSocket, HubSocketHandlers } from './hub-socket.ts'

/** What is learned of a path by using it. */
export interface PathReport {
  greeted(latencyMs: number): void
  /** It has carried a connection for `steadyMs`. */
  steady(): void
  failed(failure: PathFailure, why: string): void
  /** The connection is over, for whatever reason; the last call. */
  over(): void
}

export interface WatchedSocket extends HubSocket {
  /** Greeted, nothing unanswered, and nothing said for `quietMs`. */
  isQuiet(quietMs: number): boolean
  /** Ends the connection as if the other side had, so that the link connects anew. */
  leave(why: string): void
}

export interface WatchOptions {
  readonly connect: ConnectPath
  readonly way: HubWay
  readonly hubId: string
  readonly clock: Clock
  readonly steadyMs: number
  readonly report: PathReport
}

/** Closed by the link sooner than this, a connection has not been waited for. */
const PATIENCE_MS = 10_000

/** A connection by one path that passes everything on and tells how the path did. */
export function watchConnection(options: WatchOptions, handlers: HubSocketHandlers): WatchedSocket {
  const { clock, report, way } = options
  const dialledMs = clock.monotonicMs()
  let phase: 'dialling' | 'challenged' | 'greeted' | 'over' = 'dialling'
  let judged = false
  let unanswered = 0
  let lastMs = dialledMs
  let latencyMs = 0
  let steadyTimer: Timer | undefined

  function fail(failure: PathFailure, why: string): void {
    if (judged) return
    judged = true
    report.failed(failure, why)
  }

  function end(): void {
    phase = 'over'
    steadyTimer?.cancel()
    report.over()
  }

  function greeted(raw: unknown): void {
    if (typeof raw !== 'object' || raw === null || !('ok' in raw)) return
    if (raw.ok === true) {
      phase = 'greeted'
      report.greeted(latencyMs)
      steadyTimer = clock.startTimer(options.steadyMs, () => {
        judged = true
        report.steady()
      })
    } else if ('code' in raw && raw.code === 'unavailable') {
      fail('failed', 'message' in raw ? String(raw.message) : 'the hub cannot take events now')
    } else {
      // It knows its mind, and would say the same by any other path.
      judged = true
    }
  }

  const socket = options.connect({
    ...handlers,
    challenge(raw) {
      if (phase !== 'dialling') return
      phase = 'challenged'
      latencyMs = clock.monotonicMs() - dialledMs
      if (isOtherHub(raw, options.hubId)) fail('wrong_hub', 'another hub answers there')
      handlers.challenge(raw)
    },
    closed(why, failure) {
      if (phase === 'over') return
      fail(failure ?? 'failed', why)
      end()
      handlers.closed(why)
    },
  })

  return {
    send(message, payload, answered) {
      unanswered += 1
      lastMs = clock.monotonicMs()
      socket.send(message, payload, (raw) => {
        if (phase === 'over') return
        unanswered -= 1
        lastMs = clock.monotonicMs()
        if (message === 'hello') greeted(raw)
        answered(raw)
      })
    },
    notify: (message, payload) => socket.notify(message, payload),
    close() {
      if (phase === 'over') return
      const waitedMs = clock.monotonicMs() - lastMs
      if (waitedMs >= PATIENCE_MS && phase === 'dialling')
        fail(way === 'websocket' ? 'blocked' : 'failed', 'the connection is taken, but nothing comes of it')
      // A hub that falls silent after an hour is as gone as one that never spoke.
      else if (waitedMs >= PATIENCE_MS && unanswered > 0) report.failed('failed', 'the hub stopped answering')
      end()
      socket.close()
    },
    isQuiet: (quietMs) => phase === 'greeted' && unanswered === 0 && clock.monotonicMs() - lastMs >= quietMs,
    leave(why) {
      if (phase === 'over') return
      end()
      socket.close()
      handlers.closed(why)
    },
  }
}

export function isOtherHub(challenge: unknown, hubId: string): boolean {
  return typeof challenge === 'object' && challenge !== null && 'hubId' in challenge && challenge.hubId !== hubId
}
