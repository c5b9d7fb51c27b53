import type { Clock, SimulatorOptions, TerminalProtocol, TerminalSimulator } from '@counterfoil/terminals'
import type { ByteLink, LinkHandlers } from './byte-link.ts'

export interface SimulatedTerminalOptions {
  readonly protocol: TerminalProtocol
  readonly simulator: SimulatorOptions
  readonly clock: Clock
  /** 0 ≤ value < 1. */
  readonly random: () => number
  /** What each chunk of bytes takes from one end to the other. */
  readonly latencyMs?: number
}

/** A terminal in this process at the end of a cable in memory: for the demo, benches and tests. */
export interface SimulatedTerminal {
  readonly simulator: TerminalSimulator
  /** One connection at a time, as a real terminal takes it; what an `OpenLink` returns for this terminal. */
  open(handlers: LinkHandlers): ByteLink
  /** Pulls the cable and puts it back after `forMs`. */
  unplug(forMs: number): void
  close(): void
}

/** Creates a simulated terminal; the bytes are the protocol's real ones. */
export function createSimulatedTerminal(options: SimulatedTerminalOptions): SimulatedTerminal {
  const { clock, latencyMs = 2 } = options
  let plugged = true
  let current: { readonly handlers: LinkHandlers; up: boolean } | undefined

  const simulator = options.protocol.createSimulator(options.simulator, {
    clock,
    random: options.random,
    write(bytes) {
      const connection = current
      if (connection !== undefined)
        clock.startTimer(latencyMs, () => connection === current && connection.handlers.received(bytes))
    },
    unplug,
  })

  function hangUp(): boolean {
    const wasUp = current?.up === true
    current = undefined
    if (wasUp) simulator.linkDown()
    return wasUp
  }

  function unplug(forMs: number): void {
    plugged = false
    const handlers = current?.handlers
    hangUp()
    handlers?.closed({ code: 'port_missing', message: 'The cable to the simulated terminal was pulled.' })
    clock.startTimer(forMs, () => {
      plugged = true
    })
  }

  return {
    simulator,
    unplug,
    open(handlers) {
      hangUp()
      const connection = { handlers, up: false }
      current = connection
      clock.startTimer(latencyMs, () => {
        if (connection !== current) return
        if (!plugged) {
          current = undefined
          handlers.closed({ code: 'port_missing', message: 'The cable to the simulated terminal is not plugged in.' })
          return
        }
        connection.up = true
        simulator.linkUp()
        handlers.opened()
      })
      return {
        write(bytes) {
          if (connection === current && connection.up)
            clock.startTimer(latencyMs, () => connection === current && simulator.received(bytes))
        },
        close() {
          if (connection === current) hangUp()
        },
      }
    },
    close() {
      hangUp()
      simulator.close()
    },
  }
}
