import type { ServiceContext } from '../context.ts'
import { listTokens } from '../tokens/list-tokens.ts'
import { endState, type InventoryKey } from './inventory-key.ts'

/** Tokens of programs within the asker's reach, but for those that were revoked; of an owner who is disabled they are locked. */
export async function readTokens(ctx: Pick<ServiceContext, 'pool' | 'now' | 'actor'>): Promise<InventoryKey[]> {
  const listed = await listTokens(ctx)
  return listed
    .filter(({ state }) => state !== 'revoked')
    .map(({ name, ownerName, ending, createdAt, expiresAt, lastUsedAt, state }) => ({
      kind: 'token',
      name,
      place: ownerName,
      fingerprint: `cfk_…${ending}`,
      since: createdAt,
      expires: expiresAt,
      subject: '',
      issuer: '',
      state: state === 'owner_disabled' ? 'locked' : endState(expiresAt, ctx.now()),
      lastUsed: lastUsedAt,
      sealed: null,
    }))
}
