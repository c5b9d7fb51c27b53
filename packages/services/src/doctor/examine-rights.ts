import type { ServiceContext } from '../context.ts'
import type { Finding } from './finding.ts'

/** Tables that are the record: the program adds to them, and nobody changes them. */
const RECORD = ['event', 'agent_batch', 'agent_key', 'hub_event', 'audit_entry', 'audit_leaf', 'audit_checkpoint']

/** Whether the two roles may do what they must and nothing that would let a taken-over program rewrite the record. */
export async function examineRights({ pool }: Pick<ServiceContext, 'pool'>): Promise<Finding[]> {
  const { rows } = await pool.query<{ role: string; name: string; there: boolean; wanted: boolean; tooMuch: string[] }>(
    `select r.role, t.name, exists (select from pg_roles where rolname = r.role) as there,
       has_table_privilege(r.role, t.name, case r.role when 'counterfoil_app' then 'select, insert' else 'select' end) as wanted,
       array(select p from unnest(case r.role when 'counterfoil_app' then array['delete', 'truncate']
           else array['insert', 'update', 'delete', 'truncate'] end) p where has_table_privilege(r.role, t.name, p)) as "tooMuch"
     from unnest(array['counterfoil_app', 'counterfoil_verifier']) r(role), unnest($1::text[]) t(name)
     where exists (select from pg_roles where rolname = r.role)`,
    [RECORD],
  )
  const findings: Finding[] = []
  for (const role of ['counterfoil_app', 'counterfoil_verifier']) {
    const own = rows.filter((row) => row.role === role)
    if (own.length === 0) {
      findings.push({ about: 'rights', verdict: 'bad', message: `The role ${role} is missing: run the migrations as the owner.` })
      continue
    }
    for (const { name, tooMuch } of own.filter((row) => row.tooMuch.length > 0))
      findings.push({
        about: 'rights',
        verdict: 'bad',
        message: `${role} may ${tooMuch.join(', ')} in ${name}: whoever takes the program over could rewrite the record. Revoke it.`,
      })
    for (const { name } of own.filter((row) => !row.wanted))
      findings.push({
        about: 'rights',
        verdict: 'bad',
        message: `${role} cannot work with ${name}: grant it what the migrations do.`,
      })
  }
  if (findings.length > 0) return findings
  return [
    {
      about: 'rights',
      verdict: 'good',
      message: 'The program may add to the record and not change it; the verifier may only read.',
    },
  ]
}
