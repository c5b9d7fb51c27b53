import type pg from 'pg'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { epochMs } from '../read-rows.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import { Design, type Plan } from './design.ts'
import { Requirements } from './requirements.ts'

export type CommissioningState = 'open' | 'testing' | 'signed' | 'live' | 'withdrawn'

export interface KeptCommissioning {
  readonly id: string
  readonly storeId: number
  readonly state: CommissioningState
  readonly rev: number
  readonly requirements: Requirements | null
  readonly design: Design | null
  readonly run: number
  readonly testBegunAtMs: number | null
  readonly statement: string | null
  readonly statementHash: string | null
  readonly signedBy: string | null
  readonly signedAtMs: number | null
}

/** SQL text: the columns of `commissioning c` as they are kept in memory. */
export const commissioningColumns = `c.id::text as id, c.store_id as "storeId", c.state, c.rev, c.requirements, c.design, c.run,
  ${epochMs('c.test_begun_at')} as "testBegunAtMs", c.statement, encode(c.statement_hash, 'hex') as "statementHash",
  c.signed_by as "signedBy", ${epochMs('c.signed_at')} as "signedAtMs"`

/** What all changes name: which, and as the person saw it. */
export const CommissioningRef = z.strictObject({ id: z.uuid(), rev: z.int().min(1).max(2_000_000_000) })
export type CommissioningRef = z.infer<typeof CommissioningRef>

/**
 * The commissioning under way, held until the transaction ends. Throws `not_found` beyond the actor's reach too, `conflict` when it
 * was changed since the person looked, or is in none of these states.
 */
export async function lockCommissioning(
  ctx: Pick<ServiceContext, 'actor'>,
  client: pg.PoolClient,
  { id, rev }: CommissioningRef,
  states: readonly CommissioningState[],
): Promise<KeptCommissioning> {
  const { rows } = await client.query<KeptCommissioning>(
    `select ${commissioningColumns} from commissioning c join store s on s.id = c.store_id
     where c.id = $4 and ${scopeConditionAt(1)} for update of c`,
    [...scopeValues(storesWithin(ctx, { kind: 'chain' })), id],
  )
  const [found] = rows
  if (found === undefined) throw new ServiceError('not_found', 'There is no such commissioning.', { reason: 'no_commissioning' })
  if (found.rev !== rev)
    throw new ServiceError('conflict', 'Somebody changed it meanwhile. Load the page anew.', { reason: 'changed_meanwhile' })
  if (!states.includes(found.state))
    throw new ServiceError('conflict', `This cannot be done while it is ${found.state}.`, { reason: `state_${found.state}` })
  return found
}

/** Whoever signs is a person. Throws `forbidden`. */
export function personOf({ actor }: Pick<ServiceContext, 'actor'>): string {
  if (actor.kind === 'user') return actor.id
  throw new ServiceError('forbidden', 'Only a person may do this.', { reason: 'person_wanted' })
}

/** Both halves of what is agreed; throws `conflict` while one is missing. */
export function planOf({ requirements, design }: Pick<KeptCommissioning, 'requirements' | 'design'>): Plan {
  if (requirements === null || design === null)
    throw new ServiceError('conflict', 'Requirements and design come first.', { reason: 'plan_missing' })
  return { requirements: Requirements.parse(requirements), design: Design.parse(design) }
}
