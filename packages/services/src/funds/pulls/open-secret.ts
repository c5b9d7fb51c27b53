import type { ServiceContext } from '../../context.ts'
import type { Opener } from '../../vault/create-opener.ts'
import { pullSecretPurpose } from './secret-purpose.ts'

/** What the pull shows its server; null where the pull is gone. For the hub alone. */
export async function openPullSecret({ pool }: Pick<ServiceContext, 'pool'>, opener: Opener, id: string): Promise<string | null> {
  const { rows } = await pool.query<{ sealed: Buffer }>('select sealed from funds_pull_secret where id = $1', [id])
  const [row] = rows
  return row === undefined ? null : Buffer.from(opener.open(pullSecretPurpose(id), row.sealed)).toString()
}
