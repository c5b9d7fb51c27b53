import { AGENT_KEY_LASTS_MS } from '../agents/key-age.ts'
import type { ServiceContext } from '../context.ts'
import { DAY_MS, days, type Finding } from './finding.ts'

const YEAR_MS = 365 * DAY_MS
const SOON_MS = 21 * DAY_MS

/** Ages of the server's secrets, of agents' keys, and of the certificates that hubs show. */
export async function examineKeys({ pool, now }: Pick<ServiceContext, 'pool' | 'now'>): Promise<Finding[]> {
  const nowMs = now().getTime()
  const secrets = await pool.query<{ kind: string; since: Date }>(
    `select kind, max(current_since) as since from server_key where kind in ('vault', 'dashboard') group by kind order by kind`,
  )
  const agents = await pool.query<{ overdue: number }>(
    `select count(*)::int4 as overdue from agent where state = 'active' and key_since < $1`,
    [new Date(nowMs - AGENT_KEY_LASTS_MS)],
  )
  const certificates = await pool.query<{ place: string; until: Date }>(
    `select c.host || ':' || c.port as place, c.valid_until as until from hub_certificate c
     where exists (select from hub_node n where n.host = c.host and n.seen_at > now() - interval '1 minute') order by c.valid_until`,
  )
  const findings: Finding[] = secrets.rows.map(({ kind, since }) => {
    const name = kind === 'vault' ? 'The hub’s secret' : 'The dashboard’s secret'
    const ageMs = nowMs - since.getTime()
    const advice = kind === 'vault' ? ' Renew it: counterfoil keys rotate.' : ''
    return ageMs > YEAR_MS && kind === 'vault'
      ? { about: 'keys', verdict: 'warn', message: `${name} is ${days(ageMs)} days old.${advice}` }
      : { about: 'keys', verdict: 'good', message: `${name} is ${days(ageMs)} days old.` }
  })
  const overdue = agents.rows[0]?.overdue ?? 0
  if (overdue > 0)
    findings.push({
      about: 'keys',
      verdict: 'warn',
      message: `${overdue} agents have a key older than ${days(AGENT_KEY_LASTS_MS)} days: they renew it when they connect, so they are away.`,
    })
  for (const { place, until } of certificates.rows) {
    const leftMs = until.getTime() - nowMs
    const verdict = leftMs < 0 ? 'bad' : leftMs < SOON_MS ? 'warn' : 'good'
    const words =
      leftMs < 0
        ? `ended ${days(-leftMs)} days ago: agents that check it refuse the hub`
        : `is good for ${days(leftMs)} more days`
    findings.push({ about: 'certificates', verdict, message: `The certificate at ${place} ${words}.` })
  }
  return findings
}
