import type { HubSocket, HubSocketHandlers } from '@counterfoil/agent'
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
}

export interface HubDoor {
  readonly alive: boolean
  open(connection: AgentConnection): AgentSession
}

const SILENT_MS = 45_000

/** One PC's connections. `dial` is what the agent calls to connect; `sever` ends what is open, telling both sides. */
export function createLine(options: {
  readonly clock: Clock
  readonly chance: Chance
  readonly weather: Weather
  readonly hub: () => HubDoor
  /** Asynchronous work was set going: it must come to rest before time goes on. */
  readonly stir: () => void
}) {
  const { clock, chance, weather } = options
  const open = new Set<() => void>()

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

  function dial(handlers: HubSocketHandlers): HubSocket {
    const hub = options.hub()
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
    function endAgent(why: string): void {
      if (agentEnded) return
      agentEnded = true
      handlers.closed(why)
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
      if (!hub.alive) return endAgent('nobody listens there')
      open.add(sever)
      session = hub.open(connection)
      options.stir()
    })
    return {
      send(message, payload, answered) {
        let answers = 0
        toHub(() => {
          if (session === undefined || hubEnded || !hub.alive) return
          const said = session[message](mangle(payload))
          options.stir()
          void said.then((answer) => {
            // A process that was killed meanwhile says nothing more.
            if (hub.alive && !hubEnded) toAgent(() => !agentEnded && answers++ === 0 && answered(answer))
          })
        })
      },
      notify: (_, payload) => toHub(() => !hubEnded && hub.alive && session?.pulse(payload)),
      close() {
        if (agentEnded) return
        agentEnded = true
        if (weather.partitioned) clock.startTimer(SILENT_MS, endHub)
        else clock.startTimer(chance.between(...weather.latencyMs), endHub)
      },
    }
  }

  return {
    dial,
    sever() {
      for (const end of [...open]) end()
    },
  }
}

export type Line = ReturnType<typeof createLine>
