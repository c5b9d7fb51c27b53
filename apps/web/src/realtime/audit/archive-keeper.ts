import { ServiceError } from '@counterfoil/services'
import { type ArchiveFolder, BUSY, tendArchives } from '@counterfoil/services/audit-archives'
import type { Timer } from '@counterfoil/services/clock'
import { tendEventMonths } from '@counterfoil/services/event-months'
import type { HubParts } from '../hub-parts.ts'
import type { JobName } from '../metrics/job-metrics.ts'
import { watchJob } from '../watch-job.ts'

type Parts = Pick<HubParts, 'pool' | 'clock' | 'newId' | 'log' | 'metrics' | 'archives'>

const DAY_MS = 24 * 3_600_000
const RETRY_MS = 3_600_000
/** So often a hub that stands by looks whether it keeps the log now. */
const STAND_BY_MS = 1_000

/** Moves months of the log, and those of events whose time a person chose, into the archive as they come of age, on the hub that keeps the log. */
export function keepArchives(parts: Parts, leads: () => boolean): { close(): Promise<void> } {
  const { pool, clock, newId, log, archives } = parts
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()), actor: { kind: 'system', name: 'hub' } } as const
  let closed = false
  if (archives === null) {
    log.info('ARCHIVE_DIR is not set: old months of the log and of events stay in the database')
    return { close: async () => {} }
  }
  const folder = stoppable(archives, () => closed)
  const keepers = [
    everyDay('log_archives', 'the archives of the log could not be tended; it is tried again in an hour', async () => {
      const done = await tendArchives(ctx, folder)
      if (done.archived.length + done.putAway.length > 0) log.info(done, 'months of the log were moved into the archive')
    }),
    everyDay('event_archives', 'the archives of events could not be tended; it is tried again in an hour', async () => {
      const done = await tendEventMonths(ctx, folder)
      if (done.putAway.length > 0) log.info(done, 'months of events were moved into the archive')
    }),
  ]

  function everyDay(job: JobName, failed: string, tend: () => Promise<void>): () => Promise<void> {
    let timer: Timer | null = null
    let running: Promise<void> = Promise.resolve()
    async function round(): Promise<number> {
      if (!leads()) return STAND_BY_MS
      await tend()
      return DAY_MS
    }
    function run(): void {
      running = watchJob(parts, job, round)
        .catch((error: unknown) => {
          log.warn({ err: error }, failed)
          return RETRY_MS
        })
        .then((waitMs) => {
          if (!closed) timer = clock.startTimer(waitMs, run)
        })
    }
    run()
    return () => {
      timer?.cancel()
      return running
    }
  }

  return {
    async close() {
      closed = true
      await Promise.all(keepers.map((stop) => stop()))
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
