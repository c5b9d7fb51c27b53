import type { ServiceContext } from '../context.ts'
import type { Stream } from './stream.ts'

/** All of them, by name, without their secrets. */
export async function listStreams({ pool }: Pick<ServiceContext, 'pool'>): Promise<readonly Stream[]> {
  const { rows } = await pool.query<Stream>(
    `select s.id, s.name, s.url, s.format, s.ca, s.next_idx::float8 as "nextIndex", s.delivered_at as "deliveredAt",
       s.stopped_at as "stoppedAt", s.trouble, greatest(0, t.size - s.next_idx)::float8 as behind
     from audit_stream s cross join audit_tree t order by s.name`,
  )
  return rows
}
