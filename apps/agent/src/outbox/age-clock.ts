import type { DatabaseSync } from 'node:sqlite'

/** For how long this outbox has been open altogether, in milliseconds: what "kept for seven days" is measured with. */
export interface AgeClock {
  nowMs(): number
  /** Runs inside the caller's transaction. */
  save(): void
}

const KEY = 'age_ms'

/**
 * Time counts while an agent runs, by its monotonic clock, and goes on from the file after a restart. A wall clock that jumps
 * changes nothing, and a PC that is off keeps its rows longer, never shorter.
 */
export function createAgeClock(db: DatabaseSync, monotonicMs: () => number): AgeClock {
  const row = db
    .prepare(
      `SELECT max(coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?), 0),
                  coalesce((SELECT max(age_ms) FROM delivered), 0), coalesce((SELECT max(age_ms) FROM till_request), 0)) AS age`,
    )
    .get(KEY)
  const base = Number(row?.age ?? 0)
  const openedMs = monotonicMs()
  const upsert = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
  const nowMs = () => base + Math.max(0, Math.floor(monotonicMs() - openedMs))
  return { nowMs, save: () => void upsert.run(KEY, String(nowMs())) }
}
