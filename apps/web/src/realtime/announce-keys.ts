import { registerHubKeys } from '@counterfoil/services/vault'
import type { HubParts } from './hub-parts.ts'
import { keepTrying, type Trying } from './keep-trying.ts'

/** Leaves the public halves of the hub's keys in the database, as soon as it answers. */
export function announceKeys(parts: Pick<HubParts, 'pool' | 'clock' | 'newId' | 'log' | 'keys'>): Trying {
  const { pool, clock, newId, log, keys } = parts
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()), actor: { kind: 'system', name: 'hub' } } as const
  return keepTrying(
    async () => {
      const { changed, missingVaultKey } = await registerHubKeys(ctx, keys)
      if (changed.length > 0) log.info({ changed, vault: keys[0].vault.id }, 'the hub uses new keys from now on')
      if (missingVaultKey !== null)
        log.warn({ missingVaultKey }, 'HUB_KEY lacks the key used until now: what was sealed for it cannot be opened')
    },
    {
      clock,
      everyMs: 5_000,
      onFailure: (error) => log.warn({ err: error }, 'the hub’s public keys could not be written down; it is tried again'),
    },
  )
}
