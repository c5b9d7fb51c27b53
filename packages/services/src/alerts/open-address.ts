import type { ServiceContext } from '../context.ts'
import type { Opener } from '../vault/create-opener.ts'
import type { DestinationAddress } from './destination-address.ts'
import { destinationPurpose } from './secret-purpose.ts'

/** Where a destination is; null where it is gone. For the hub alone. */
export async function openAddress(
  { pool }: Pick<ServiceContext, 'pool'>,
  opener: Opener,
  id: string,
): Promise<DestinationAddress | null> {
  const { rows } = await pool.query<{ sealed: Buffer }>('select sealed from alert_destination_secret where id = $1', [id])
  const [row] = rows
  return row === undefined ? null : JSON.parse(Buffer.from(opener.open(destinationPurpose(id), row.sealed)).toString())
}
