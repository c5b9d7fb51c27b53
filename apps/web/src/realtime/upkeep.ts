import type { Timer } from '@counterfoil/services/clock'
import type { HubParts } from './hub-parts.ts'

const EVERY_MS = 6 * 3_600_000
const RETRY_MS = 60_000

/** Makes the coming months' partitions ahead of time, so that nothing lands in the default one. */
export function createUpkeep({ pool, clock, log }: Pick<HubParts, 'pool' | 'clock' | 'log'>): { close(): void } {
  let timer: Timer | null = null
  let closed = false

  async function run(): Promise<void> {
    let nextMs = EVERY_MS
    try {
      await pool.query('select ensure_partitions(1, 3)')
    } catch (error) {
      log.warn({ err: error }, 'the coming months’ partitions could not be made; it is tried again')
      nextMs = RETRY_MS
    }
    if (!closed) timer = clock.startTimer(nextMs, () => void run())
  }

  void run()
  return {
    close() {
      closed = true
      timer?.cancel()
    },
  }
}
