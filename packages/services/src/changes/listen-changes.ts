import pg from 'pg'
import type { Clock, Timer } from '../clock.ts'
import { CHANGE_CHANNEL, Change } from './change.ts'

export interface ChangeFeed {
  close(): Promise<void>
}

export interface ListenOptions {
  readonly config: pg.ClientConfig
  readonly clock: Clock
  readonly onChange: (change: Change) => void
  /** After each connection, the first too: what was told meanwhile is lost, so everything must be read anew. */
  readonly onResync: () => void
}

const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 5_000

/** Listens on a connection of its own and connects again when it breaks. */
export function listenChanges({ config, clock, onChange, onResync }: ListenOptions): ChangeFeed {
  let client: pg.Client | null = null
  let timer: Timer | null = null
  let waitMs = FIRST_WAIT_MS
  let closed = false

  async function connect(): Promise<void> {
    const fresh = new pg.Client({
      ...config,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      application_name: 'counterfoil-changes',
    })
    let over = false
    const again = () => {
      if (over) return
      over = true
      client = null
      fresh.end().catch(() => {})
      if (closed) return
      timer = clock.startTimer(waitMs, () => void connect())
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
    }
    fresh.on('error', again)
    fresh.on('end', again)
    fresh.on('notification', ({ payload }) => {
      const change = readChange(payload)
      if (change !== null) onChange(change)
    })
    try {
      await fresh.connect()
      await fresh.query(`listen ${CHANGE_CHANNEL}`)
    } catch {
      return again()
    }
    if (closed) return again()
    client = fresh
    waitMs = FIRST_WAIT_MS
    onResync()
  }

  void connect()
  return {
    async close() {
      closed = true
      timer?.cancel()
      await client?.end().catch(() => {})
    },
  }
}

/** Others may speak on the channel too: what is no change of ours is nothing. */
function readChange(payload: string | undefined): Change | null {
  try {
    return Change.safeParse(JSON.parse(payload ?? '')).data ?? null
  } catch {
    return null
  }
}
