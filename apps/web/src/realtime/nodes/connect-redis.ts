import type { Clock } from '@counterfoil/services/clock'
import { createClient } from '@redis/client'
import { createAdapter } from '@socket.io/redis-streams-adapter'
import type { Logger } from 'pino'

/** The line between the hubs. Whatever becomes of it, the hub goes on: only hints travel here. */
export interface RedisLink {
  /** For socket.io's server. */
  readonly adapter: ReturnType<typeof createAdapter>
  /** Whether what is told now reaches the others. */
  readonly ready: boolean
  /** Calls each time the line stands anew, also the first time. */
  onReady(listener: () => void): void
  /** After socket.io has been closed, which uses it until then. */
  close(): void
}

export interface RedisOptions {
  /** `redis://` or `rediss://`; never logged, it may hold a password. */
  readonly url: string
  readonly clock: Clock
  readonly log: Logger
}

const CONNECT_MS = 5_000
const LONGEST_WAIT_MS = 2_000
/** Asks a silent server for a sign of life, so that a dead line is noticed. */
const PING_MS = 5_000
/** The adapter's reader asks again at once when it was refused. */
const REFUSED_WAIT_MS = 250
/** Hints that wait while the line is coming back; more are dropped. */
const MOST_WAITING = 200

const newClient = (url: string) =>
  createClient({
    url,
    // What the adapter's readers were written for.
    RESP: 2,
    pingInterval: PING_MS,
    commandsQueueMaxLength: MOST_WAITING,
    socket: {
      connectTimeout: CONNECT_MS,
      reconnectStrategy: (tries: number) => Math.min(50 * 2 ** Math.min(tries, 6), LONGEST_WAIT_MS),
    },
  })
type Client = ReturnType<typeof newClient>

/** Connects in the background and for as long as it takes; never rejects. */
export function connectRedis({ url, clock, log }: RedisOptions): RedisLink {
  const clients: Client[] = []
  const listeners: (() => void)[] = []
  let told: 'up' | 'away' | null = null
  let closed = false

  /**
   * The adapter lets go of some promises it is given: one refused while Redis is away would end the process. So none of
   * those is; its reader, which asks again at once, is made to wait.
   */
  function guard(client: Client): Client {
    const { connect, publish, subscribe, xRead, duplicate } = client
    clients.push(client)
    client.on('error', (error: unknown) => away(error))
    return Object.assign(client, {
      publish: (...given: Parameters<typeof publish>) => publish.apply(client, given).catch(() => 0),
      subscribe: (...given: Parameters<typeof subscribe>) =>
        subscribe.apply(client, given).catch((error: unknown) => log.debug({ err: error }, 'Redis took no subscription')),
      xRead: (...given: Parameters<typeof xRead>) =>
        xRead.apply(client, given).catch(async (error: unknown) => {
          await new Promise<void>((resolve) => clock.startTimer(REFUSED_WAIT_MS, resolve))
          throw error
        }),
      // Refused only when the hub stops before Redis was ever there: nobody waits for it then.
      connect: () => connect.apply(client).catch(() => new Promise<never>(() => {})),
      duplicate: (...given: Parameters<typeof duplicate>) => guard(duplicate.apply(client, given) as Client),
    })
  }

  function away(error: unknown): void {
    if (closed || told === 'away') return
    told = 'away'
    log.warn({ err: error }, 'Redis is away: browsers here learn of other hubs’ commits some seconds later; ingest goes on')
  }

  const main = guard(newClient(url))
  main.on('ready', () => {
    if (closed) return
    told = 'up'
    log.info('Redis is there: the hubs hear each other')
    for (const listener of listeners) listener()
  })
  void main.connect()
  const adapter = createAdapter(main, { streamName: 'counterfoil', channelPrefix: 'counterfoil', onlyPlaintext: true })

  return {
    adapter,
    get ready() {
      return main.isReady
    },
    onReady: (listener) => void listeners.push(listener),
    close() {
      closed = true
      for (const client of clients) if (client.isOpen) client.destroy()
    },
  }
}
