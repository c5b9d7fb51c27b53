import type { ServiceContext } from '../../context.ts'
import { type Pull, pullColumns } from './pull.ts'

export interface ListedPull extends Pull {
  /** How many files of it were kept, and when the last one was. */
  readonly kept: number
  readonly lastKeptAt: Date | null
}

/** All of them, by name, without their secrets. */
export async function listPulls({ pool }: Pick<ServiceContext, 'pool'>): Promise<readonly ListedPull[]> {
  const { rows } = await pool.query<ListedPull>(
    `select ${pullColumns}, kept::float8 as kept, "lastKeptAt" from funds_pull
     cross join lateral (select count(*) as kept, max(fetched_at) as "lastKeptAt" from
       (select fetched_at from funds_pulled_file where pull_id = funds_pull.id and file_id is not null
        union all select settled_at from funds_pull_bill where pull_id = funds_pull.id and file_id is not null) as kept_one) as files
     order by name`,
  )
  return rows
}
