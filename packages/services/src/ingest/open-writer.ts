import pg from 'pg'
import type { Clock, Timer } from '../clock.ts'

/** The ingest's own connection: one statement at a time, made anew when it breaks. */
export interface Writer {
  /** Runs one prepared statement. Rejects at once while the database is away. */
  run<Row extends pg.QueryResultRow>(name: string, text: string, values: readonly unknown[]): Promise<Row[]>
  /** Runs `work` in one transaction: all of it or none. What runs meanwhile runs in it too, so nothing may. */
  inTransaction<Result>(work: (client: Pick<pg.Client, 'query'>) => Promise<Result>): Promise<Result>
  readonly connected: boolean
  /** Why not, in words, while `connected` is false. */
  readonly trouble: string | null
  close(): Promise<void>
}

export interface WriterOptions {
  readonly config: pg.ClientConfig
  readonly clock: Clock
  /** Told on each change, with the reason when it breaks. */
  readonly onChange: (connected: boolean, trouble: string | null) => void
}

const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 5_000

/** Opens the connection in the background and keeps it open: waits 0.1 s to 5 s between attempts. */
export function openWriter({ config, clock, onChange }: WriterOptions): Writer {
  let client: pg.Client | null = null
  let trouble: string | null = 'not connected yet'
  let waitMs = FIRST_WAIT_MS
  let timer: Timer | null = null
  let closed = false

  function lost(which: pg.Client | null, error: unknown): void {
    if (which !== null && which !== client) return
    client = null
    trouble = error instanceof Error ? error.message || error.name : String(error)
    // A broken connection cannot be ended politely; its socket goes all the same.
    which?.end().catch(() => {})
    onChange(false, trouble)
    if (closed) return
    timer = clock.startTimer(waitMs, () => void connect())
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
  }

  async function connect(): Promise<void> {
    const fresh = new pg.Client({
      ...config,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      application_name: 'counterfoil-ingest',
    })
    let ready = false
    fresh.on('error', (error) => ready && lost(fresh, error))
    fresh.on('end', () => ready && lost(fresh, new Error('the server closed the connection')))
    try {
      await fresh.connect()
      // The plan never depends on the values; planning it anew would cost more than running a small group.
      await fresh.query(
        "set plan_cache_mode = force_generic_plan; set jit = off; set statement_timeout = '30s'; set lock_timeout = '10s'",
      )
    } catch (error) {
      fresh.end().catch(() => {})
      return lost(null, error)
    }
    if (closed) return void fresh.end().catch(() => {})
    ready = true
    client = fresh
    trouble = null
    waitMs = FIRST_WAIT_MS
    onChange(true, null)
  }

  void connect()
  return {
    async run(name, text, values) {
      if (client === null) throw new Error(`PostgreSQL is away: ${trouble}`)
      return (await client.query({ name, text, values: [...values] })).rows
    },
    async inTransaction(work) {
      const own = client
      if (own === null) throw new Error(`PostgreSQL is away: ${trouble}`)
      await own.query('begin')
      try {
        const result = await work(own)
        await own.query('commit')
        return result
      } catch (error) {
        // Where even this fails the connection is lost, which its own events tell.
        await own.query('rollback').catch(() => {})
        throw error
      }
    },
    get connected() {
      return client !== null
    },
    get trouble() {
      return trouble
    },
    async close() {
      closed = true
      timer?.cancel()
      const last = client
      client = null
      await last?.end().catch(() => {})
    },
  }
}
