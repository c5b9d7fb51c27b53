import { AGENT_KEY_LASTS_MS } from '../agents/key-age.ts'
import type { ServiceContext } from '../context.ts'
import { reachWithinAt } from '../permissions/reach-condition.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { scopeValues } from '../stores/scope-condition.ts'
import type { InventoryKey } from './inventory-key.ts'
import { findKeyReview, type KeyReview } from './key-review.ts'
import { countAgentKeys, readAgentKeys } from './read-agent-keys.ts'
import { readServerKeys } from './read-server-keys.ts'
import { readTokens } from './read-tokens.ts'

export interface KeyInventory {
  readonly server: readonly InventoryKey[]
  readonly agents: {
    readonly all: number
    readonly overdue: number
    /** The oldest; the export has all. */
    readonly oldest: readonly InventoryKey[]
  }
  /** Of programs, as they are listed under tokens. */
  readonly tokens: readonly InventoryKey[]
  /** Of accounts whose reach lies within the asker's. */
  readonly people: { readonly passkeys: number; readonly authenticators: number }
  readonly review: KeyReview
}

const MOST_AGENTS_SHOWN = 50

/** Every key and certificate with its age (PCI DSS 4.2.1.1), and the yearly review of them (12.3.3). */
export async function getKeyInventory(ctx: Pick<ServiceContext, 'pool' | 'now' | 'actor'>): Promise<KeyInventory> {
  const [server, counts, oldest, tokens, people, review] = await Promise.all([
    readServerKeys(ctx),
    countAgentKeys(ctx, new Date(ctx.now().getTime() - AGENT_KEY_LASTS_MS)),
    readAgentKeys(ctx, MOST_AGENTS_SHOWN),
    readTokens(ctx),
    countFactors(ctx),
    findKeyReview(ctx),
  ])
  return { server, agents: { ...counts, oldest }, tokens, people, review }
}

async function countFactors(ctx: Pick<ServiceContext, 'pool' | 'actor'>): Promise<KeyInventory['people']> {
  const within = `exists (select from "user" u where u.id = f.user_id and ${reachWithinAt('u', 1)})`
  const { rows } = await ctx.pool.query<KeyInventory['people']>(
    `select (select count(*) from passkey f where ${within})::int4 as passkeys,
       (select count(*) from two_factor f where f.verified and ${within})::int4 as authenticators`,
    scopeValues(storesWithin(ctx, { kind: 'chain' })),
  )
  return rows[0] ?? { passkeys: 0, authenticators: 0 }
}
