import type pg from 'pg'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { isOfInspection } from './is-of-inspection.ts'

/** A phone sends an inspection right after its photos; what was cut off goes on within the day, or sends them again. */
const WAITS_MS = 24 * 3_600_000

/** Devices in one go; the others follow with the next. */
const MOST_DEVICES = 200

/** Takes away photos of all devices that were sent for an inspection which never came. Gives how many devices had some. */
export async function expireAllPhotos(ctx: Pick<ServiceContext, 'pool' | 'now' | 'newId'>): Promise<number> {
  const { rows } = await ctx.pool.query<{ id: number }>(
    `select distinct m.device_id as id from device_document m
     where m.for_inspection and m.removed_at is null and m.added_at < $1 and not ${isOfInspection('m')} order by 1 limit ${MOST_DEVICES}`,
    [new Date(ctx.now().getTime() - WAITS_MS)],
  )
  for (const { id } of rows)
    await inTransaction(ctx, async (client) => {
      await client.query('select from device where id = $1 for update', [id])
      await expirePhotos(ctx, client, id)
    })
  return rows.length
}

/** Takes away photos of this device that were sent for an inspection which never came. The device is locked by the caller. */
export async function expirePhotos(
  ctx: Pick<ServiceContext, 'pool' | 'now' | 'newId'>,
  client: pg.PoolClient,
  deviceId: number,
): Promise<void> {
  const now = ctx.now()
  const { rows } = await client.query<{ id: string }>(
    `with gone as (
       update device_document m set removed_at = $2::timestamptz, removed_by = 'system:hub', removed_why = 'no inspection came with it'
       where m.device_id = $1 and m.for_inspection and m.removed_at is null and m.added_at < $3 and not ${isOfInspection('m')}
       returning m.id),
     emptied as (delete from device_document_content c using gone where c.document_id = gone.id)
     select id::text as id from gone`,
    [deviceId, now, new Date(now.getTime() - WAITS_MS)],
  )
  if (rows.length === 0) return
  await recordAct({ ...ctx, actor: { kind: 'system', name: 'hub' } }, client, {
    action: 'device_document.removed',
    target: { type: 'device', id: String(deviceId) },
    before: { documentIds: rows.map(({ id }) => id) },
    reason: 'no_inspection',
  })
}
