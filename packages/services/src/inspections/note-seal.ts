import type pg from 'pg'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { actorText } from '../devices/device-actor.ts'
import type { SealFinding } from '../devices/device-values.ts'
import type { LockedDevice } from '../devices/lock-device.ts'
import { plainNumber } from './judge-inspection.ts'

interface SeenSeal {
  readonly device: Pick<LockedDevice, 'id'>
  readonly found: SealFinding
  readonly number: string | null
  /** Seen some time ago: a seal of another number is not the one that was seen, whoever put it on since. */
  readonly isCorrection: boolean
}

/** Says on the seals of the inventory how they were found: on the one with that number, on all where none has it and they were looked at just now. */
export async function noteSeal(
  ctx: ServiceContext,
  client: pg.PoolClient,
  { device, found, number, isCorrection }: SeenSeal,
): Promise<void> {
  const { rows } = await client.query<{ id: string; number: string; before: SealFinding | null }>(
    'select id::text as id, number, found as before from device_seal where device_id = $1 and removed_at is null order by placed_at, id',
    [device.id],
  )
  const same = rows.filter((seal) => number !== null && plainNumber(seal.number) === plainNumber(number))
  for (const seal of same.length > 0 || isCorrection ? same : rows) {
    await client.query('update device_seal set checked_at = $2, checked_by = $3, found = $4 where id = $1', [
      seal.id,
      ctx.now(),
      actorText(ctx.actor),
      found,
    ])
    await recordAct(ctx, client, {
      action: 'device.seal_checked',
      target: { type: 'device', id: String(device.id) },
      after: { sealId: seal.id, number: seal.number, found, before: seal.before },
    })
  }
  await client.query('update device set rev = rev + 1 where id = $1', [device.id])
}
