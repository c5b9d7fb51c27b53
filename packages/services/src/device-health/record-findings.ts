import { notifyChange } from '@counterfoil/db/connections'
import type pg from 'pg'
import type { ServiceContext } from '../context.ts'
import { type Column, columnValues, unnestSql } from '../ingest/columns.ts'
import type { Finding } from './health-facts.ts'
import { findingKey } from './judge-health.ts'

type OpenFinding = Pick<Finding, 'code' | 'storeId' | 'terminalId' | 'agentId' | 'severity' | 'figures'> & { readonly id: string }
type Written = Finding & { readonly id: string }

const WRITTEN: readonly Column<Written>[] = [
  { name: 'id', type: 'uuid', read: ({ id }) => id },
  { name: 'code', type: 'text', read: ({ code }) => code },
  { name: 'severity', type: 'text', read: ({ severity }) => severity },
  { name: 'store_id', type: 'int4', read: ({ storeId }) => storeId },
  { name: 'terminal_id', type: 'int4', read: ({ terminalId }) => terminalId },
  { name: 'agent_id', type: 'int4', read: ({ agentId }) => agentId },
  { name: 'since', type: 'timestamptz', read: ({ sinceMs }) => sinceMs },
  { name: 'figures', type: 'jsonb', read: ({ figures }) => JSON.stringify(figures) },
]
const { sql: GIVEN, count: GIVEN_COUNT } = unnestSql(WRITTEN, 1, 'u')

export interface FindingsChanged {
  readonly begun: number
  readonly ended: number
}

/** Ends what is so no more, begins what is so now: as many statements as there are kinds of change, however many changed. */
export async function recordFindings(
  { newId, now }: Pick<ServiceContext, 'newId' | 'now'>,
  client: pg.PoolClient,
  found: ReadonlyMap<string, Finding>,
): Promise<FindingsChanged> {
  const { rows: open } = await client.query<OpenFinding>(
    `select id::text as id, code, store_id as "storeId", terminal_id as "terminalId", agent_id as "agentId", severity, figures
     from health_finding where until is null`,
  )
  const before = new Map(open.map((one) => [findingKey(one), one]))
  const ended = open.filter((one) => !found.has(findingKey(one))).map(({ id }) => id)
  const begun: Written[] = []
  const moved: Written[] = []
  for (const [key, finding] of found) {
    const known = before.get(key)
    if (known === undefined) begun.push({ ...finding, id: newId() })
    else if (!sameFigures(known.figures, finding.figures)) moved.push({ ...finding, id: known.id })
  }
  if (ended.length > 0)
    await client.query('update health_finding set until = greatest(found_at, $2) where id = any($1::uuid[])', [ended, now()])
  if (moved.length > 0)
    await client.query(
      `update health_finding f set figures = u.figures, severity = u.severity from ${GIVEN} where f.id = u.id`,
      columnValues(WRITTEN, moved),
    )
  if (begun.length > 0)
    await client.query(
      `insert into health_finding (id, code, severity, store_id, terminal_id, agent_id, since, found_at, figures)
       select u.id, u.code, u.severity, u.store_id, u.terminal_id, u.agent_id, u.since, $${GIVEN_COUNT + 1}, u.figures from ${GIVEN}`,
      [...columnValues(WRITTEN, begun), now()],
    )
  // All pages that show devices ask again; of whom it was they see by themselves.
  if (begun.length + ended.length > 0) await notifyChange(client, { entity: 'device', id: '0' })
  return { begun: begun.length, ended: ended.length }
}

function sameFigures(a: Finding['figures'], b: Finding['figures']): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => (a[name] ?? null) === (b[name] ?? null))
}
