import { SILENT_MS } from '../agents/index.ts'
import type { ServiceContext } from '../context.ts'

/** What the chain has to do without, as the hubs tell it in the database. */
export interface HubsNow {
  readonly alive: number
  /** Ended without a word, and none was started again at their address. */
  readonly gone: number
  /** Some hub cannot reach Redis: what is sold elsewhere comes to its pages late. */
  readonly lineAway: boolean
}

/** Redis is still being reached by a hub that has just begun. */
const BEGUN_MS = 10_000
/** After so long a database that was away itself has heard of every hub again. */
const HEARD_MS = 30_000

const ms = (count: number): string => `interval '${count} milliseconds'`

/** Which hubs give signs of life, and whether they hear each other. No names: everybody may know this. */
export async function readHubsNow({ pool }: Pick<ServiceContext, 'pool'>): Promise<HubsNow> {
  const { rows } = await pool.query<HubsNow>(
    `with judged as materialized (
       select id, address, line, started_at,
         seen_at > now() - ${ms(SILENT_MS)} or pg_postmaster_start_time() > now() - ${ms(HEARD_MS)} as alive
       from hub_node)
     select count(*) filter (where alive)::int4 as alive,
       count(distinct coalesce(address, id::text)) filter (where not alive and not exists
         (select from judged again where again.alive and again.address = j.address))::int4 as gone,
       coalesce(bool_or(alive and line = 'away' and started_at < now() - ${ms(BEGUN_MS)}), false) as "lineAway"
     from judged j`,
  )
  return rows[0] ?? { alive: 0, gone: 0, lineAway: false }
}
