import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Clock, Timer } from '@counterfoil/terminals'
import type { Log } from '../log.ts'
import type { PageKeys } from './page-keys.ts'

/** The only address it ever listens on. */
const HOST = '127.0.0.1'
const LOOK_EVERY_MS = 1_000

export interface PageDoorOptions {
  readonly port: number
  readonly keys: PageKeys
  readonly clock: Clock
  readonly log: Log
  /** True while somebody is inside. */
  readonly occupied: (nowMs: number) => boolean
  /** `port`: the one it listens on. */
  readonly onRequest: (request: IncomingMessage, response: ServerResponse, port: number) => void
}

export interface PageDoor {
  start(): void
  stop(): Promise<void>
  /** The port it listens on now. */
  port(): number | undefined
}

/**
 * Listens only while somebody has asked for the page (`agent page`) or is on it, and on this machine's loopback only: an agent nobody
 * visits has no open port.
 */
export function createPageDoor(options: PageDoorOptions): PageDoor {
  const { keys, clock, log } = options
  let server: Server | undefined
  let opening = false
  let timer: Timer | undefined

  function portOf(listening: Server | undefined): number | undefined {
    const address = listening?.address()
    return typeof address === 'object' && address !== null ? address.port : undefined
  }

  function look(): void {
    timer = clock.startTimer(LOOK_EVERY_MS, look)
    try {
      const nowMs = clock.nowMs()
      const { asked, waiting } = keys.look(nowMs)
      const port = portOf(server)
      if (port !== undefined && asked) keys.answer(port)
      else if (asked && !opening) open()
      else if (port !== undefined && !waiting && !options.occupied(nowMs)) void close()
    } catch (error) {
      log.error({ error: String(error) }, 'The local page could not be looked after.')
    }
  }

  function open(): void {
    opening = true
    const next = createServer({ requestTimeout: 10_000, headersTimeout: 5_000, maxHeaderSize: 8 * 1024 }, (request, response) =>
      options.onRequest(request, response, portOf(next) ?? options.port),
    )
    next.maxConnections = 32
    next.once('error', (error: NodeJS.ErrnoException) => {
      opening = false
      log.warn({ port: options.port, code: error.code }, 'The local page cannot listen.')
      keys.answer(error.code ?? 'EUNKNOWN')
    })
    next.listen({ port: options.port, host: HOST, exclusive: true }, () => {
      opening = false
      server = next
      log.info({ port: portOf(next) }, 'The local page listens on this machine, until nobody is on it.')
      keys.answer(portOf(next) ?? options.port)
    })
  }

  function close(): Promise<void> {
    const closing = server
    server = undefined
    if (closing === undefined) return Promise.resolve()
    return new Promise((resolve) => {
      closing.close(() => resolve())
      closing.closeAllConnections()
    })
  }

  return {
    start() {
      try {
        keys.prepare()
      } catch (error) {
        log.warn({ error: String(error) }, 'The folder for keys of the local page cannot be made: the page stays shut.')
      }
      look()
    },
    stop() {
      timer?.cancel()
      return close()
    },
    port: () => portOf(server),
  }
}
