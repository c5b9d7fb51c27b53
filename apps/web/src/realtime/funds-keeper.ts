import type { Timer } from '@counterfoil/services/clock'
import { expectPayments, seedCalendars } from '@counterfoil/services/funds'
import type { HubParts } from './hub-parts.ts'
import { watchJob } from './watch-job.ts'

type Parts = Pick<HubParts, 'pool' | 'clock' | 'newId' | 'log' | 'metrics' | 'matchFunds'>

export interface FundsKeeper {
  /** A file has come or has changed its state. */
  fileChanged(): void
  close(): Promise<void>
}

const MOST_EXPECTED = 5_000
const TICK_MS = 1_000
/** Files come in bunches: the last of them is waited for, but not for long. */
const SETTLE_MS = 300
/** While another pass is under way, that was begun before the news. */
const BUSY_MS = 500
const RETRY_MS = 15_000
/** Files that are being taken in are waited for while they become fewer; one that cannot be read keeps nobody back for longer. */
const READING_MS = 3_000
const DAY_MS = 86_400_000

/** Says of new payments when their money is due, and matches what came: on every hub, each piece of work by one of them. */
export function keepFunds(parts: Parts): FundsKeeper {
  const { pool, clock, newId, log, matchFunds } = parts
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()), actor: { kind: 'system', name: 'hub' } } as const
  let timer: Timer | null = null
  let running: Promise<void> = Promise.resolve()
  let closed = false
  let seeded = false
  let troubled = false
  /** When a pass is due, by the monotonic clock; a hub that begins looks at once whether something came meanwhile. */
  let dueMs: number | null = clock.monotonicMs()
  let day = dayOf()
  let waiting = { files: 0, sinceMs: 0 }

  function dayOf(): number {
    return Math.floor(clock.nowMs() / DAY_MS)
  }

  async function round(): Promise<number> {
    if (!seeded) {
      await seedCalendars(ctx)
      seeded = true
    }
    const expected = await watchJob(parts, 'funds_expect', () => expectPayments(ctx, { most: MOST_EXPECTED }))
    if (expected === MOST_EXPECTED) return 0
    if (dayOf() !== day) {
      day = dayOf()
      dueMs = clock.monotonicMs()
    }
    if (dueMs === null) return TICK_MS
    const waitMs = dueMs - clock.monotonicMs()
    if (waitMs > 0) return Math.min(waitMs, TICK_MS)
    // What is in a file that waits would be missing now, and be found again a second later.
    if (await isReading()) return TICK_MS
    dueMs = null
    const report = await watchJob(parts, 'funds_match', matchFunds).catch((error: unknown) => {
      dueMs = clock.monotonicMs() + RETRY_MS
      throw error
    })
    if (report === null) dueMs = clock.monotonicMs() + BUSY_MS
    else if (report.run !== null) log.info({ run: report.run, ...report.counts }, 'payments were matched with what came')
    return TICK_MS
  }

  async function isReading(): Promise<boolean> {
    const { rows } = await pool.query<{ files: number }>(`select count(*)::int4 as files from funds_file where state = 'stored'`)
    const files = rows[0]?.files ?? 0
    if (files !== waiting.files) waiting = { files, sinceMs: clock.monotonicMs() }
    return files > 0 && clock.monotonicMs() - waiting.sinceMs < READING_MS
  }

  function run(): void {
    timer = null
    running = round()
      .then((waitMs) => {
        troubled = false
        return waitMs
      })
      .catch((error: unknown) => {
        if (!troubled) log.warn({ err: error }, 'the money of payments could not be followed; it is tried again')
        troubled = true
        return RETRY_MS
      })
      .then((waitMs) => {
        if (!closed) timer = clock.startTimer(waitMs, run)
      })
  }

  run()
  return {
    fileChanged() {
      dueMs = clock.monotonicMs() + SETTLE_MS
      // Between two rounds: the next one need not wait out its second.
      if (timer === null || closed) return
      timer.cancel()
      timer = clock.startTimer(SETTLE_MS, run)
    },
    async close() {
      closed = true
      timer?.cancel()
      await running
    },
  }
}
