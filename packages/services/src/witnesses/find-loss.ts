import type pg from 'pg'
import type { ServiceContext } from '../context.ts'

/** A loss that agents have found and that is not declared by two people yet. */
export interface OpenLoss {
  readonly id: string
  readonly foundAtMs: number
  /** The longest log an agent has seen, and how much of it is here all the same. */
  readonly seenSize: string
  readonly commonSize: string
  readonly declaredBy: string | null
  readonly declaredAtMs: number | null
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
       common_size::text as "commonSize", declared_by as "declaredBy",
       (extract(epoch from declared_at) * 1000)::float8 as "declaredAtMs",
       array(select distinct t.agent_id from audit_lost_tree t where t.loss_id = l.id order by 1) as agents
     from audit_loss l where entry_id is null ${lock}`,
  )
  return rows[0] ?? null
}
