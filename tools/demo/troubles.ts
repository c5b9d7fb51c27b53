import type { ConnectHub } from '@counterfoil/agent'
import type { Clock } from '@counterfoil/terminals'

/** A store's line to the hub, which can be cut and comes back by itself. */
export interface HubLine {
  readonly connectHub: ConnectHub
  cut(forMs: number): void
}

export function createHubLine(connectHub: ConnectHub, clock: Clock): HubLine {
  let downUntilMs = 0
  let current: { drop(why: string): void } | undefined
  return {
    connectHub(handlers) {
      let open = true
      const end = (why: string) => {
        if (!open) return
        open = false
        handlers.closed(why)
      }
      if (clock.monotonicMs() < downUntilMs) {
        clock.startTimer(50, () => end('the line is down'))
        return {
          send() {},
          notify() {},
          close: () => {
            open = false
          },
        }
      }
      const socket = connectHub({
        challenge: (challenge) => {
          if (open) handlers.challenge(challenge)
        },
        credit: (credit) => {
          if (open) handlers.credit(credit)
        },
        closed: end,
      })
      current = {
        drop(why) {
          socket.close()
          end(why)
        },
      }
      return {
        send: (message, payload, answered) =>
          socket.send(message, payload, (answer) => {
            if (open) answered(answer)
          }),
        notify: (message, payload) => socket.notify(message, payload),
        close() {
          open = false
          socket.close()
        },
      }
    },
    cut(forMs) {
      downUntilMs = clock.monotonicMs() + forMs
      current?.drop('the line went down')
    },
  }
}

/** Calls `act` now and then, on average every `meanMs`. */
export function nowAndThen(clock: Clock, random: () => number, meanMs: number, act: () => void): { stop(): void } {
  let timer = next()
  function next() {
    return clock.startTimer(-Math.log(1 - random()) * meanMs, () => {
      act()
      timer = next()
    })
  }
  return { stop: () => timer.cancel() }
}
