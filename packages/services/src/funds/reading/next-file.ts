import type { ServiceContext } from '../../context.ts'

/** The first file that waits for the hub: to be read, or to be imported on somebody's word. */
export async function nextFile({ pool }: Pick<ServiceContext, 'pool'>, after: number): Promise<number | null> {
  const { rows } = await pool.query<{ id: number }>(
    `select id from funds_file where id > $1 and (state = 'stored' or (decided_at is not null and state in ('previewed', 'quarantined')))
     order by id limit 1`,
    [after],
  )
  return rows[0]?.id ?? null
}
