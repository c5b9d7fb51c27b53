import { notifyChange } from '@counterfoil/db/connections'
import type pg from 'pg'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { actorText } from './device-actor.ts'
import { DeviceId, line, Reason, type SealFinding, sealFindings } from './device-values.ts'
import { demand, type LockedDevice, lockDevice } from './lock-device.ts'

export const PlaceSealInput = z.strictObject({ id: DeviceId, number: line(40) })
export type PlaceSealInput = z.infer<typeof PlaceSealInput>

export const CheckSealInput = z.strictObject({ id: DeviceId, sealId: z.uuid(), found: z.enum(sealFindings) })
export type CheckSealInput = z.infer<typeof CheckSealInput>

export const RemoveSealInput = z.strictObject({ id: DeviceId, sealId: z.uuid(), reason: Reason })
export type RemoveSealInput = z.infer<typeof RemoveSealInput>

type SealAction = 'device.seal_placed' | 'device.seal_checked' | 'device.seal_removed'

export async function placeSeal(ctx: ServiceContext, input: PlaceSealInput): Promise<{ readonly sealId: string }> {
  const { id, number } = PlaceSealInput.parse(input)
  const sealId = ctx.newId()
  await change(ctx, id, 'device.seal_placed', async (client, device) => {
    demand(device, 'beHeld')
    const { rowCount } = await client.query(
      `insert into device_seal (id, device_id, number, placed_at, placed_by) values ($1, $2, $3, $4, $5)
       on conflict (device_id, number) where removed_at is null do nothing`,
      [sealId, id, number, ctx.now(), actorText(ctx.actor)],
    )
    if (rowCount === 0) {
      throw new ServiceError('conflict', `The seal ${number} is on this device already.`, {
        field: 'number',
        reason: 'seal_known',
      })
    }
    return { sealId, number }
  })
  return { sealId }
}

/** Says how a seal was found; in every state, also of what is blocked. */
export async function checkSeal(ctx: ServiceContext, input: CheckSealInput): Promise<void> {
  const { id, sealId, found } = CheckSealInput.parse(input)
  await change(ctx, id, 'device.seal_checked', async (client) => {
    const { rows } = await client.query<{ number: string; before: SealFinding | null }>(
      `update device_seal n set checked_at = $3, checked_by = $4, found = $5 from device_seal o
       where n.id = $1 and n.device_id = $2 and n.removed_at is null and o.id = n.id returning n.number, o.found as before`,
      [sealId, id, ctx.now(), actorText(ctx.actor), found],
    )
    return { sealId, number: demandSeal(rows[0]).number, found, before: rows[0]?.before ?? null }
  })
}

export async function removeSeal(ctx: ServiceContext, input: RemoveSealInput): Promise<void> {
  const { id, sealId, reason } = RemoveSealInput.parse(input)
  await change(ctx, id, 'device.seal_removed', async (client) => {
    const { rows } = await client.query<{ number: string }>(
      `update device_seal set removed_at = $3, removed_by = $4, removed_why = $5
       where id = $1 and device_id = $2 and removed_at is null returning number`,
      [sealId, id, ctx.now(), actorText(ctx.actor), reason],
    )
    return { sealId, number: demandSeal(rows[0]).number, reason }
  })
}

function demandSeal<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new ServiceError('not_found', 'This device has no such seal on it.', { reason: 'no_seal' })
  return row
}

async function change(
  ctx: ServiceContext,
  id: number,
  action: SealAction,
  work: (client: pg.PoolClient, device: LockedDevice) => Promise<{ readonly reason?: string; readonly [name: string]: unknown }>,
): Promise<void> {
  await inTransaction(ctx, async (client) => {
    const device = await lockDevice(ctx, client, id)
    const { reason, ...after } = await work(client, device)
    await client.query('update device set rev = rev + 1 where id = $1', [id])
    const target = { type: 'device', id: String(id) }
    await recordAct(ctx, client, { action, target, after, ...(reason === undefined ? {} : { personal: { reason } }) })
    await notifyChange(client, { entity: 'device', id: String(id) })
  })
}
