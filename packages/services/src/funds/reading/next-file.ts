import type { ServiceContext } from '../../context.ts'

/** So many are taken at once, if they are small together: whoever waits for one of them waits for all. */
const MOST_FILES = 32
const MOST_BYTES = 4_000_000

/** The first files that wait for the hub: to be read, or to be imported on somebody's word. */
export async function nextFiles({ pool }: Pick<ServiceContext, 'pool'>, after: number): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    `select id from (select id, sum(size) over (order by id) as bytes, row_number() over (order by id) as place from (
       select id, size from funds_file
       where id > $1 and (state = 'stored' or (decided_at is not null and state in ('previewed', 'quarantined'))) order by id limit ${MOST_FILES}) f) f
     where place = 1 or bytes <= ${MOST_BYTES} order by id`,
    [after],
  )
  return rows.map(({ id }) => id)
}
