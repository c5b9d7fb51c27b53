import { findLogOrigin } from '../audit/index.ts'
import { type HubKeyKind, type HubKeys, hubKeyKinds } from './derive-hub-keys.ts'
import { tellSuccession } from './log-succession.ts'
import { makeKeyCurrent, type RegisterContext, whileNoOtherRegisters } from './make-key-current.ts'

export interface RegisteredKeys {
  /** Which kinds have a new current key. */
  readonly changed: readonly HubKeyKind[]
  /** The vault key used until now, when this hub does not hold it: what was sealed for it cannot be opened here. */
  readonly missingVaultKey: string | null
}

/**
 * Leaves the public halves of the hub's current keys where the dashboard finds them, and records each that is new.
 * `held` are all secrets' keys, the current first.
 */
export function registerHubKeys(ctx: RegisterContext, held: readonly [HubKeys, ...HubKeys[]]): Promise<RegisteredKeys> {
  return whileNoOtherRegisters(ctx, async (client) => {
    const changed: HubKeyKind[] = []
    let missingVaultKey: string | null = null
    const origin = await findLogOrigin({ pool: client })
    for (const kind of hubKeyKinds) {
      const tell = kind === 'checkpoints' && origin !== null ? tellSuccession(origin, held) : undefined
      const made = await makeKeyCurrent(ctx, client, { kind, ...held[0][kind] }, tell)
      if (made === 'same') continue
      changed.push(kind)
      const { before } = made
      if (kind === 'vault' && before !== null && !held.some((keys) => keys.vault.id === before)) missingVaultKey = before
    }
    return { changed, missingVaultKey }
  })
}
