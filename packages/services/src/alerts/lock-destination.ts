import type pg from 'pg'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { rowsThrough } from '../read-rows.ts'
import type { DestinationKind } from './destination-address.ts'
import { demandPlace, type PlaceColumns, placeOf } from './place.ts'

export interface LockedDestination extends PlaceColumns {
  readonly name: string
  readonly kind: DestinationKind
  readonly testAskedAt: Date | null
  readonly testedAt: Date | null
}

/** One that is in use and all of whose place is the actor's. `not_found` in the same words for every other. */
export async function lockDestination(
  ctx: Pick<ServiceContext, 'actor'>,
  client: Pick<pg.PoolClient, 'query'>,
  id: string,
): Promise<LockedDestination> {
  const { rows } = await client.query<LockedDestination>(
    `select name, kind, level, country::text as country, region, store_id as "storeId", test_asked_at as "testAskedAt",
       tested_at as "testedAt" from alert_destination where id = $1 and removed_at is null for update`,
    [id],
  )
  const [found] = rows
  const missing = new ServiceError('not_found', 'There is no such destination.', { reason: 'no_destination' })
  if (found === undefined) throw missing
  await demandPlace(ctx, rowsThrough(client), placeOf(found)).catch((error: unknown) => {
    throw error instanceof ServiceError && error.code === 'not_found' ? missing : error
  })
  return found
}
