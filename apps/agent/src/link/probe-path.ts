import type { Clock } from '@counterfoil/terminals'
import type { ConnectPath, PathFailure } from './hub-path.ts'
import type { HubSocket } from './hub-socket.ts'
import { isOtherHub } from './watch-connection.ts'

export type ProbeResult = { readonly latencyMs: number } | { readonly failure: PathFailure; readonly why: string }

export interface ProbeOptions {
  readonly connect: ConnectPath
  readonly hubId: string
  readonly clock: Clock
  readonly timeoutMs: number
}

/** Connects by a path and waits for the hub's challenge, greeting nobody; returns how to give up. `done` is not called then. */
export function probePath(options: ProbeOptions, done: (result: ProbeResult) => void): () => void {
  const { clock, timeoutMs } = options
  const dialledMs = clock.monotonicMs()
  let socket: HubSocket | undefined
  let over = false

  function stop(): void {
    over = true
    timer.cancel()
    socket?.close()
  }
  function end(result: ProbeResult): void {
    if (over) return
    stop()
    done(result)
  }
  const timer = clock.startTimer(timeoutMs, () =>
    end({ failure: 'blocked', why: `no hub answered within ${Math.round(timeoutMs / 1_000)} s` }),
  )
  socket = options.connect({
    credit() {},
    challenge: (raw) =>
      end(
        isOtherHub(raw, options.hubId)
          ? { failure: 'wrong_hub', why: 'another hub answers there' }
          : { latencyMs: clock.monotonicMs() - dialledMs },
      ),
    closed: (why, failure = 'failed') => end({ failure, why }),
  })
  if (over) socket.close()
  return stop
}
