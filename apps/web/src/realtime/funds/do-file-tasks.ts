import type { Timer } from '@counterfoil/services/clock'
import { handOverDocument } from '@counterfoil/services/device-documents'
import { clearTasks, createFileReader, doTask } from '@counterfoil/services/funds/reading'
import { createOpener } from '@counterfoil/services/vault'
import type { HubParts } from '../hub-parts.ts'
import { watchJob } from '../watch-job.ts'

type Parts = Pick<HubParts, 'pool' | 'clock' | 'log' | 'metrics' | 'keys'>

/** Whatever was asked while nobody listened is found then. */
const ROUND_MS = 10_000

/** Tries mappings on files and hands files over, photos and papers of devices too, as people ask on the dashboard; in a thread apart from the imports, which may take long. */
export function doFileTasks(given: Parts): { nudge(): void; close(): Promise<void> } {
  const { pool, clock, log, keys } = given
  const ctx = { pool, now: () => new Date(clock.nowMs()) }
  const parts = { opener: createOpener(keys.map(({ vault }) => vault.privateKey)), reader: createFileReader(clock) }
  let timer: Timer | null = null
  let closed = false
  let again = false
  let running: Promise<void> | null = null

  async function round(): Promise<void> {
    await clearTasks(ctx)
    let more = true
    while (more && !closed) more = (await doTask(ctx, parts)) || (await handOverDocument(ctx, parts))
  }

  function run(): void {
    timer?.cancel()
    again = false
    running = watchJob(given, 'funds_tasks', round)
      .catch((error: unknown) => log.warn({ err: error }, 'what was asked about a file could not be done; it is tried again'))
      .finally(() => {
        running = null
        if (closed) return
        if (again) run()
        else timer = clock.startTimer(ROUND_MS, run)
      })
  }

  run()
  return {
    nudge() {
      again = true
      if (running === null && !closed) run()
    },
    async close() {
      closed = true
      timer?.cancel()
      await running
      await parts.reader.close()
    },
  }
}
