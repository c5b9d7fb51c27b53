import type { ServiceContext } from '../context.ts'
import { findOpenLoss } from '../witnesses/find-loss.ts'
import type { Finding } from './finding.ts'

/** Whether the audit log is signed and countersigned, and goes on from what its witnesses saw. */
export async function examineWitnesses({ pool }: Pick<ServiceContext, 'pool'>): Promise<Finding[]> {
  const { rows } = await pool.query<{ waiting: number; oldestMinutes: number; witnesses: number; agents: number }>(
    `select (select count(*) from audit_queue)::int4 as waiting,
       (select count(*) from audit_witness where cosigned_at > now() - interval '1 hour')::int4 as witnesses,
       (select count(*) from agent where state = 'active')::int4 as agents,
       coalesce((select floor(extract(epoch from now() - max(signed_at)) / 60) from audit_checkpoint), -1)::int4 as "oldestMinutes"`,
  )
  const { waiting = 0, oldestMinutes = -1, witnesses = 0, agents = 0 } = rows[0] ?? {}
  const findings: Finding[] = []
  const loss = await findOpenLoss({ pool })
  if (loss !== null)
    findings.push({
      about: 'witnesses',
      verdict: 'bad',
      message: `${loss.agents.length} agents have seen ${loss.seenSize} entries of the audit log and ${loss.commonSize} of them are here: it was restored or cut. Nothing is signed until two administrators declare it on the dashboard.`,
    })
  if (oldestMinutes > 10 && waiting > 0)
    findings.push({
      about: 'witnesses',
      verdict: 'bad',
      message: `${waiting} entries wait to be signed, and nothing was signed for ${oldestMinutes} minutes: see the hub’s log.`,
    })
  if (agents > 0 && witnesses === 0)
    findings.push({
      about: 'witnesses',
      verdict: 'warn',
      message: 'No agent has countersigned the audit log within an hour: a rewritten log would be noticed later.',
    })
  if (findings.length > 0) return findings
  const signed = oldestMinutes < 0 ? 'not signed yet' : `signed ${oldestMinutes} minutes ago`
  return [
    {
      about: 'witnesses',
      verdict: 'good',
      message: `The audit log was ${signed}; ${witnesses} agents countersigned within an hour.`,
    },
  ]
}
