import type pg from 'pg'
import type { ServiceContext } from '../context.ts'
import { deviceReachAt } from '../devices/device-reach.ts'
import { ServiceError } from '../errors.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { scopeValues } from '../stores/scope-condition.ts'
import type { DocumentType } from './document-type.ts'

export interface FoundDocument {
  readonly deviceId: number
  readonly name: string
  readonly type: DocumentType
}

/** The document as far as the asker reaches its device. `not_found` for what was taken away, too. */
export async function findDocument(
  ctx: Pick<ServiceContext, 'actor'>,
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  id: string,
): Promise<FoundDocument> {
  const { rows } = await client.query<FoundDocument>(
    `select m.device_id as "deviceId", m.name, m.type from device_document m join device d on d.id = m.device_id
       left join store s on s.id = d.store_id where m.id = $1 and m.removed_at is null and ${deviceReachAt(2)}`,
    [id, ...scopeValues(storesWithin(ctx, { kind: 'chain' }))],
  )
  const [found] = rows
  if (found === undefined) throw new ServiceError('not_found', 'There is no such file of a device.', { reason: 'no_document' })
  return found
}
