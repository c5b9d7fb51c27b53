import { createOpener, registerHubKeys, resealAll } from '@counterfoil/services/vault'
import type { HubParts } from './hub-parts.ts'
import { keepTrying, type Trying } from './keep-trying.ts'

/** Leaves the public halves of the hub's keys in the database, as soon as it answers; what former keys sealed is sealed anew then. */
export function announceKeys(parts: Pick<HubParts, 'pool' | 'clock' | 'newId' | 'log' | 'keys'>): Trying {
  const { pool, clock, newId, log, keys } = parts
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()), actor: { kind: 'system', name: 'hub' } } as const
  return keepTrying(
    async () => {
      const { changed, missingVaultKey } = await registerHubKeys(ctx, keys)
      if (changed.length > 0) log.info({ changed, vault: keys[0].vault.id }, 'the hub uses new keys from now on')
      if (missingVaultKey !== null)
        log.warn({ missingVaultKey }, 'HUB_KEY lacks the key used until now: what was sealed for it cannot be opened')
      const { resealed, left } = await resealAll(ctx, createOpener(keys.map(({ vault }) => vault.privateKey)))
      if (resealed > 0)
        log.info({ resealed, vault: keys[0].vault.id }, 'what a former key had sealed is sealed for the one in use')
      if (left.size > 0) log.warn({ left: Object.fromEntries(left) }, 'some is sealed for keys this hub does not hold')
    },
    {
      clock,
      everyMs: 5_000,
      onFailure: (error) =>
        log.warn({ err: error }, 'the hub’s public keys could not be written down, or not all sealed anew; it is tried again'),
    },
  )
}
