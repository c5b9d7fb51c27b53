import type { Clock } from '@counterfoil/terminals'
import type { Log } from '../log.ts'
import { OutboxError } from './outbox-error.ts'

const TRIES = 10
const BETWEEN_MS = 3_000

/** Opens what another program may be holding: tries for half a minute and says so, then throws what the last try said. */
export async function openPatiently<T>(clock: Clock, log: Log, open: () => T): Promise<T> {
  for (let left = TRIES; ; left -= 1) {
    try {
      return open()
    } catch (error) {
      if (!(error instanceof OutboxError) || error.code !== 'held' || left <= 1) throw error
      log.warn({}, `${error.message} Trying again.`)
      await new Promise<void>((resolve) => void clock.startTimer(BETWEEN_MS, resolve))
    }
  }
}
