import type { ServiceContext } from '../../../context.ts'

/** A bill that is late is no trouble of the connection: the exception of the missing file tells of it when its time is over. */
export const NOT_READY = 'not_ready'

/** What is wrong with a bill that is still to be fetched; the latest word. */
export async function standingTrouble({ pool }: Pick<ServiceContext, 'pool'>, pullId: string): Promise<string | null> {
  const { rows } = await pool.query<{ trouble: string }>(
    `select trouble from funds_pull_bill where pull_id = $1 and state = 'due' and trouble is not null and trouble <> $2
     order by next_try_at desc limit 1`,
    [pullId, NOT_READY],
  )
  return rows[0]?.trouble ?? null
}
