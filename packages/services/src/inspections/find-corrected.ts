import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import type { ReadRows } from '../read-rows.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import type { Known } from './judge-inspection.ts'
import { lookedAt } from './read-tasks.ts'
import type { RiskClass } from './risk-classes.ts'

/** An inspection that is being corrected, and what was known of the device when somebody stood before it. */
export interface Corrected {
  readonly storeId: number
  readonly class: RiskClass
  readonly lookedAt: Date
  /** Nobody looked at the device again since. */
  readonly isLast: boolean
  readonly known: Known
}

interface Correcting {
  readonly deviceId: number
  /** Null: it corrects none. */
  readonly corrects: string | null
  readonly note: string | null
}

type Row = Omit<Corrected, 'known'> & Known & { readonly corrected: boolean }

/**
 * The inspection this one corrects; null: it is none. Throws `invalid` for one of another device, beyond the asker's reach, or where
 * no reason is given, `conflict` for one that was corrected already.
 */
export async function findCorrected(
  ctx: Pick<ServiceContext, 'actor'>,
  rows: ReadRows,
  { deviceId, corrects, note }: Correcting,
): Promise<Corrected | null> {
  if (corrects === null) return null
  const [row] = await rows<Row>(
    `select i.store_id as "storeId", i.class, x.at as "lookedAt", i.listed_serial as "listedSerial", i.told_serial as "toldSerial",
       array(select n.number from device_seal n where n.device_id = i.device_id and n.placed_at <= x.at
         and (n.removed_at is null or n.removed_at > x.at) order by n.placed_at) as seals,
       exists (select from inspection c where c.corrects = i.id) as corrected,
       not exists (select from inspection l where l.device_id = i.device_id and ${lookedAt('l')} > x.at) as "isLast"
     from inspection i join store s on s.id = i.store_id cross join lateral (select ${lookedAt('i')} as at) x
     where i.id = $1 and i.device_id = $2 and ${scopeConditionAt(3)}`,
    corrects,
    deviceId,
    ...scopeValues(storesWithin(ctx, { kind: 'chain' })),
  )
  if (row === undefined)
    throw new ServiceError('invalid', 'This device has no such inspection.', { field: 'corrects', reason: 'no_inspection' })
  const { corrected, listedSerial, toldSerial, seals, ...rest } = row
  if (corrected) throw new ServiceError('conflict', 'That inspection was corrected already.', { reason: 'corrected_already' })
  if (note === null)
    throw new ServiceError('invalid', 'Say what was wrong with it.', { field: 'note', reason: 'correction_without_reason' })
  return { ...rest, known: { listedSerial, toldSerial, seals } }
}
