import type { ServiceContext } from '../context.ts'
import type { Finding } from './finding.ts'

/** Whether a hub runs over this database, and how many agents it hears. */
export async function examineHubs({ pool }: Pick<ServiceContext, 'pool'>): Promise<Finding[]> {
  const { rows } = await pool.query<{ hubs: number; connected: number; agents: number }>(
    `select (select count(*) from hub_node where seen_at > now() - interval '1 minute')::int4 as hubs,
       (select count(*) from agent where state = 'active')::int4 as agents,
       (select count(*) from agent_presence p join hub_node n on n.id = p.node_id
          where p.until is null and p.connected and n.seen_at > now() - interval '1 minute')::int4 as connected`,
  )
  const { hubs = 0, connected = 0, agents = 0 } = rows[0] ?? {}
  if (hubs === 0)
    return [
      {
        about: 'hubs',
        verdict: 'bad',
        message: 'No hub has written to this database within a minute: start it. Agents keep their events meanwhile.',
      },
    ]
  return [
    {
      about: 'hubs',
      verdict: agents > 0 && connected === 0 ? 'warn' : 'good',
      message: `${hubs} ${hubs === 1 ? 'hub runs' : 'hubs run'}; ${connected} of ${agents} agents are connected.`,
    },
  ]
}
