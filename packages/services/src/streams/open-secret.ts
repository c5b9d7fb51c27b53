import type { ServiceContext } from '../context.ts'
import type { Opener } from '../vault/create-opener.ts'
import { streamSecretPurpose } from './secret-purpose.ts'

/** What the stream shows its receiver; null where it has none. For the hub alone. */
export async function openStreamSecret(
  { pool }: Pick<ServiceContext, 'pool'>,
  opener: Opener,
  id: string,
): Promise<string | null> {
  const { rows } = await pool.query<{ sealed: Buffer }>('select sealed from audit_stream_secret where id = $1', [id])
  const [row] = rows
  return row === undefined ? null : Buffer.from(opener.open(streamSecretPurpose(id), row.sealed)).toString()
}
