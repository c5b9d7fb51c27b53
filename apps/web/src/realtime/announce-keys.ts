import type { Timer } from '@counterfoil/services/clock'
import { registerHubKeys } from '@counterfoil/services/vault'
import type { HubParts } from './hub-parts.ts'

const RETRY_MS = 5_000

/** Leaves the public halves of the hub's keys in the database, as soon as it answers. */
export function announceKeys({ pool, clock, newId, log, keys }: Pick<HubParts, 'pool' | 'clock' | 'newId' | 'log' | 'keys'>): {
  close(): Promise<void>
} {
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()), actor: { kind: 'system', name: 'hub' } } as const
  let timer: Timer | null = null
  let closed = false
  let running = Promise.resolve()

  async function announce(): Promise<void> {
    try {
      const { changed, missingVaultKey } = await registerHubKeys(ctx, keys)
      if (changed.length > 0) log.info({ changed, vault: keys[0].vault.id }, 'the hub uses new keys from now on')
      if (missingVaultKey !== null)
        log.warn({ missingVaultKey }, 'HUB_KEY lacks the key used until now: what was sealed for it cannot be opened')
    } catch (error) {
      log.warn({ err: error }, 'the hub’s public keys could not be written down; it is tried again')
      if (!closed) timer = clock.startTimer(RETRY_MS, run)
    }
  }

  function run(): void {
    running = announce()
  }

  run()
  return {
    close() {
      closed = true
      timer?.cancel()
      return running
    },
  }
}
