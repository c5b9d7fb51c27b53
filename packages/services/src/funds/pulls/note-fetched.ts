import type { ServiceContext } from '../../context.ts'
import type { RemoteFile } from './compare-listing.ts'

/** It is not fetched again as long as it stays as it was. `fileId` is null for one that could not be kept. */
export async function noteFetched(
  { pool, now }: Pick<ServiceContext, 'pool' | 'now'>,
  pullId: string,
  { name, size, changedS }: RemoteFile,
  fileId: number | null,
): Promise<void> {
  await pool.query(
    `update funds_pulled_file set fetched_at = $5, file_id = $6 where pull_id = $1 and name = $2 and size = $3 and changed_s = $4`,
    [pullId, name, size, changedS, now(), fileId],
  )
}
