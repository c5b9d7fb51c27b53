import { z } from 'zod'
import { ServiceError } from '../errors.ts'
import { personRoles } from '../permissions/permission-table.ts'
import type { Reach } from '../permissions/reach.ts'
import type { PeopleClient } from './change-people.ts'

const Country = z.string().regex(/^[A-Z]{2}$/)

/** As far as it can be told from the input alone. */
export const ReachInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('chain') }),
  z.strictObject({ kind: z.literal('country'), country: Country }),
  z.strictObject({ kind: z.literal('region'), country: Country, region: z.string().min(1).max(60) }),
  z.strictObject({
    kind: z.literal('stores'),
    storeIds: z.array(z.int().min(1).max(2_147_483_647)).min(1).max(2_000).readonly(),
  }),
])

export const AccessInput = { role: z.enum(personRoles), reach: ReachInput }

/** `invalid` when a place does not exist: a mistyped reach would show nothing, and nobody would know why. */
export async function checkReach(client: PeopleClient, reach: Reach): Promise<void> {
  const missing = await countMissing(client, reach)
  if (missing === 0) return
  throw new ServiceError('invalid', 'There is no such part of the chain. Choose a country, region or stores there are.', {
    field: 'reach',
    reason: 'reach_unknown',
  })
}

async function countMissing(client: PeopleClient, reach: Reach): Promise<number> {
  if (reach.kind === 'chain') return 0
  if (reach.kind === 'stores') {
    const wanted = [...new Set(reach.storeIds)]
    return wanted.length - (await countStores(client, 'id = any($1::int4[])', wanted))
  }
  const found =
    reach.kind === 'country'
      ? await countStores(client, 'country = $1', reach.country)
      : await countStores(client, 'country = $1 and region = $2', reach.country, reach.region)
  return found === 0 ? 1 : 0
}

async function countStores(client: PeopleClient, condition: string, ...values: readonly unknown[]): Promise<number> {
  const { rows } = await client.query<{ n: number }>(`select count(*)::int4 as n from store where ${condition}`, [...values])
  return rows[0]?.n ?? 0
}
