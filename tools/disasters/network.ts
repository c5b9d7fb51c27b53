import type { ConnectPath, HubPath, HubSocket, PathFailure, PathHandlers } from '@counterfoil/agent'
import type { AgentConnection, AgentSession } from '@counterfoil/services/agent-sessions'
import type { Clock } from '@counterfoil/services/clock'
import type { Chance } from './random.ts'

/** How the way between one PC and the hubs behaves now; changed while a run goes on. */
export interface Weather {
  /** Nothing passes, and nobody is told. */
  partitioned: boolean
  latencyMs: readonly [low: number, high: number]
  /** Shares of messages. Reordering comes with a latency of each message's own. */
  lost: number
  repeated: number
  /** Arrives in part. */
  cut: number
  ordered: boolean
  /** Ways that are let through no more, e.g. `websocket http://hub-0`; open connections stay. */
  blocked: readonly string[]
}

export interface HubDoor {
  readonly alive: boolean
  open(connection: AgentConnection): AgentSession
}

const SILENT_MS = 45_000

/** One PC's connections. `dial` is how the agent connects by a path; `sever` ends what is open, telling both sides. */
export function createLine(options: {
  readonly clock: Clock
  readonly chance: Chance
  readonly weather: Weather
  readonly hub: (address: string) => HubDoor
  /** Asynchronous work was set going: it must come to rest before time goes on. */
  readonly stir: () => void
}) {
  const { clock, chance, weather } = options
  const open = new Map<() => void, string>()

  /** Carries one message, or loses it. */
  function createLane(): (carry: () => void) => void {
    let clearMs = 0
    return (carry) => {
      if (weather.partitioned || chance.happens(weather.lost)) return
      const times = chance.happens(weather.repeated) ? 2 : 1
      for (let nth = 0; nth < times; nth += 1) {
        const arrivesMs = clock.monotonicMs() + chance.between(...weather.latencyMs)
        clearMs = weather.ordered ? Math.max(clearMs, arrivesMs) : arrivesMs
        clock.startTimer(clearMs - clock.monotonicMs(), () => {
          if (!weather.partitioned) carry()
        })
      }
    }
  }

  function connect(path: HubPath, handlers: PathHandlers): HubSocket {
    const hub = options.hub(path.address)
    const toHub = createLane()
    const toAgent = createLane()
    let session: AgentSession | undefined
    let agentEnded = false
    let hubEnded = false

    function endHub(): void {
      if (hubEnded) return
      hubEnded = true
      open.delete(sever)
      session?.closed()
    }
    function endAgent(why: string, failure?: PathFailure): void {
      if (agentEnded) return
      agentEnded = true
      handlers.closed(why, failure)
    }
    function sever(): void {
      endHub()
      endAgent('the line was cut')
    }
    function closedByHub(): void {
      endHub()
      toAgent(() => endAgent('the hub closed the connection'))
    }
    const connection: AgentConnection = {
      challenge: (challenge) => toAgent(() => agentEnded || handlers.challenge(challenge)),
      credit: (credit) => toAgent(() => agentEnded || handlers.credit(credit)),
      close: closedByHub,
      get closed() {
        return hubEnded
      },
      address: 'memory',
    }
    const mangle = (payload: object): object => {
      if (!chance.happens(weather.cut) || !('bodies' in payload)) return payload
      const bodies = String(payload.bodies)
      return { ...payload, bodies: bodies.slice(0, chance.between(0, bodies.length)) }
    }

    toHub(() => {
      if (agentEnded) return
      if (weather.blocked.includes(`${path.way} ${path.address}`)) {
        // Half of those who block say so; from the others nothing ever comes.
        if (chance.happens(0.5)) endAgent('the upgrade is refused', 'blocked')
        return
      }
      if (!hub.alive) return endAgent('nobody listens there', 'unreachable')
      open.set(sever, path.address)
      session = hub.open(connection)
      options.stir()
    })
    return {
      send(message, payload, answered) {
        let answers = 0
        toHub(() => {
          if (session === undefined || hubEnded || !hub.alive) return
          const said: Promise<object> = session[message](mangle(payload))
          options.stir()
          void said.then((answer) => {
            // A process that was killed meanwhile says nothing more.
            if (hub.alive && !hubEnded) toAgent(() => !agentEnded && answers++ === 0 && answered(answer))
          })
        })
      },
      notify: (message, payload) =>
        toHub(() => {
          if (session === undefined || hubEnded || !hub.alive) return
          session[message](payload)
          options.stir()
        }),
      close() {
        if (agentEnded) return
        agentEnded = true
        if (weather.partitioned) clock.startTimer(SILENT_MS, endHub)
        else clock.startTimer(chance.between(...weather.latencyMs), endHub)
      },
    }
  }

  return {
    dial:
      (path: HubPath): ConnectPath =>
      (handlers) =>
        connect(path, handlers),
    /** All of them, or those to one hub. */
    sever(address?: string) {
      for (const [end, to] of [...open]) if (address === undefined || address === to) end()
    },
  }
}

export type Line = ReturnType<typeof createLine>
