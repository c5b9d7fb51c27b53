import type { Timer } from '@counterfoil/services/clock'
import { createFileReader, type NotTaken, nextFiles, takeFiles as takeTogether } from '@counterfoil/services/funds/reading'
import { createOpener } from '@counterfoil/services/vault'
import type { HubParts } from '../hub-parts.ts'
import { watchJob } from '../watch-job.ts'

type Parts = Pick<HubParts, 'pool' | 'clock' | 'newId' | 'log' | 'metrics' | 'keys'>

/** Whatever was told while nobody listened is found then. */
const ROUND_MS = 5_000

export interface FileTaker {
  /** A file came, or somebody decided about one. */
  nudge(): void
  close(): Promise<void>
}

/**
 * Reads the files that wait, and imports those that somebody has agreed to, small ones together, in a thread that can be ended.
 * Of several hubs, one at a time imports; one that dies leaves the file as it was, and the next round takes it.
 */
export function takeFiles(parts: Parts): FileTaker {
  const { pool, clock, newId, log, keys } = parts
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()), actor: { kind: 'system', name: 'hub' } as const }
  const opener = createOpener(keys.map(({ vault }) => vault.privateKey))
  const reader = createFileReader(clock)
  let timer: Timer | null = null
  let closed = false
  let again = false
  let running: Promise<void> | null = null

  async function round(): Promise<void> {
    let after = 0
    for (let ids = await nextFiles(ctx, after); ids.length > 0 && !closed; ids = await nextFiles(ctx, after)) {
      after = ids.at(-1) ?? after
      const some = ids
      const failed: NotTaken[] = []
      await watchJob(parts, 'funds_import', async () => {
        failed.push(...(await takeTogether(ctx, { opener, reader }, some)))
        if (failed[0] !== undefined) throw failed[0].error
      }).catch((error: unknown) => {
        if (failed.length === 0) failed.push(...some.map((fileId) => ({ fileId, error })))
      })
      // One that cannot be opened here keeps none of the others back.
      for (const { fileId, error } of failed)
        log.warn({ err: error, file: fileId }, 'a file could not be taken in; it is tried again')
    }
  }

  function run(): void {
    timer?.cancel()
    again = false
    running = round()
      .catch((error: unknown) => log.warn({ err: error }, 'files that wait could not be looked up; it is tried again'))
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
      await reader.close()
    },
  }
}
