import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { actorText } from '../devices/device-actor.ts'
import { line } from '../devices/device-values.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { rowsThrough } from '../read-rows.ts'
import { findSealer } from '../vault/find-sealer.ts'
import { DestinationAddress } from './destination-address.ts'
import { AlertPlace, demandPlace, placeValues } from './place.ts'
import { destinationPurpose } from './secret-purpose.ts'

export const AddDestinationInput = z.strictObject({
  name: line(80),
  place: AlertPlace,
  leastSeverity: z.enum(['warning', 'critical']),
  /** Told only when nobody has said for so long that they know of it; 0: at once. */
  afterMinutes: z.int().min(0).max(1_440),
  to: DestinationAddress,
})
export type AddDestinationInput = z.infer<typeof AddDestinationInput>

/** Its address and secret are sealed for the hub, and nobody is shown them again. Gives its id. */
export async function addDestination(ctx: ServiceContext, input: AddDestinationInput): Promise<string> {
  const { name, place, leastSeverity, afterMinutes, to } = AddDestinationInput.parse(input)
  const id = ctx.newId()
  await inTransaction(ctx, async (client) => {
    await demandPlace(ctx, rowsThrough(client), place)
    const { rowCount } = await client.query(
      `insert into alert_destination (id, name, kind, level, country, region, store_id, least_severity, after_minutes, made_at, made_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (name) where removed_at is null do nothing`,
      [id, name, to.kind, ...placeValues(place), leastSeverity, afterMinutes, ctx.now(), actorText(ctx.actor)],
    )
    if (rowCount !== 1)
      throw new ServiceError('conflict', 'There is a destination of this name already.', { field: 'name', reason: 'name_taken' })
    const sealed = (await findSealer({ pool: client })).seal(destinationPurpose(id), Buffer.from(JSON.stringify(to)))
    await client.query('insert into alert_destination_secret (id, sealed) values ($1, $2)', [id, Buffer.from(sealed)])
    await recordAct(ctx, client, {
      action: 'alert_destination.added',
      target: { type: 'alert_destination', id },
      after: { name, kind: to.kind, place, leastSeverity, afterMinutes },
    })
    await notifyChange(client, { entity: 'alert', id: 'destinations' })
  })
  return id
}
