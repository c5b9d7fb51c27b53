import type { Queryable } from '../audit/read-tree.ts'

/** Names of the files in which months of the log and of events lie, some of them there alone; sorted. */
export async function listArchiveFiles(client: Queryable): Promise<string[]> {
  const { rows } = await client.query<{ file: string }>(
    'select file from audit_archive where pruned_at is null union select file from event_archive order by file',
  )
  return rows.map(({ file }) => file)
}
