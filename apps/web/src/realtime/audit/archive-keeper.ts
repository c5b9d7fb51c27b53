import { ServiceError } from '@counterfoil/services'
import { type ArchiveFolder, BUSY, tendArchives } from '@counterfoil/services/audit-archives'
import type { Timer } from '@counterfoil/services/clock'
import type { HubParts } from '../hub-parts.ts'
import { watchJob } from '../watch-job.ts'

type Parts = Pick<HubParts, 'pool' | 'clock' | 'newId' | 'log' | 'metrics' | 'archives'>

const DAY_MS = 24 * 3_600_000
const RETRY_MS = 3_600_000
/** So often a hub that stands by looks whether it keeps the log now. */
const STAND_BY_MS = 1_000

/** Moves months of the log into the archive as they come of age, on the hub that keeps the log. */
export function keepArchives(parts: Parts, leads: () => boolean): { close(): Promise<void> } {
  const { pool, clock, newId, log, archives } = parts
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()), actor: { kind: 'system', name: 'hub' } } as const
  let timer: Timer | null = null
  let closed = false
  let running: Promise<void> = Promise.resolve()
  if (archives === null) {
    log.info('ARCHIVE_DIR is not set: old months of the log stay in the database')
    return { close: async () => {} }
  }
  const folder = stoppable(archives, () => closed)

  async function round(): Promise<number> {
    if (!leads()) return STAND_BY_MS
    const done = await tendArchives(ctx, folder)
    if (done.archived.length + done.putAway.length > 0) log.info(done, 'months of the log were moved into the archive')
    return DAY_MS
  }

  function run(): void {
    running = watchJob(parts, 'log_archives', round)
      .catch((error: unknown) => {
        log.warn({ err: error }, 'the archives of the log could not be tended; it is tried again in an hour')
        return RETRY_MS
      })
      .then((waitMs) => {
        if (!closed) timer = clock.startTimer(waitMs, run)
      })
  }

  run()
  return {
    async close() {
      closed = true
      timer?.cancel()
      await running
    },
  }
}

/** A hub that ends does not wait for a month to be written: whoever keeps the log next begins it anew. */
function stoppable(folder: ArchiveFolder, isClosed: () => boolean): ArchiveFolder {
  async function* until(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      if (isClosed()) throw new ServiceError('conflict', 'The hub ends.', { reason: BUSY })
      yield piece
    }
  }
  return { ...folder, write: (name, pieces) => folder.write(name, until(pieces)) }
}
