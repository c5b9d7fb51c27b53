import type pg from 'pg'
import type { ServiceContext } from '../context.ts'

/** A loss that agents have found and that is not declared by two people yet. */
export interface OpenLoss {
  readonly id: string
  readonly foundAtMs: number
  /** The longest log an agent has seen, and how much of it is here all the same. */
  readonly seenSize: string
  readonly commonSize: string
  /** What the first person said, until a second one confirms it. */
  readonly declared: { readonly personId: string; readonly name: string; readonly atMs: number; readonly why: string } | null
  /** Agents that have named a lost tree; of very many not all. */
  readonly agents: readonly number[]
}

/** Null while there is nothing to declare. */
export async function findOpenLoss({ pool }: Pick<ServiceContext, 'pool'>): Promise<OpenLoss | null> {
  return readOpenLoss(pool, '')
}

/** The same for whoever changes it: nobody else does meanwhile. */
export async function lockOpenLoss(client: pg.PoolClient): Promise<OpenLoss | null> {
  return readOpenLoss(client, 'for update')
}

async function readOpenLoss(client: Pick<pg.PoolClient, 'query'>, lock: '' | 'for update'): Promise<OpenLoss | null> {
  const { rows } = await client.query<OpenLoss>(
    `select id, (extract(epoch from found_at) * 1000)::float8 as "foundAtMs", seen_size::text as "seenSize",
       common_size::text as "commonSize", 
       case when declared_by is null then null else json_build_object('personId', declared_by, 'why', why,
         'name', (select u.name from "user" u where u.id = declared_by),
         'atMs', (extract(epoch from declared_at) * 1000)::float8) end as declared,
       array(select distinct t.agent_id from audit_lost_tree t where t.loss_id = l.id order by 1) as agents
     from audit_loss l where entry_id is null ${lock}`,
  )
  return rows[0] ?? null
}
