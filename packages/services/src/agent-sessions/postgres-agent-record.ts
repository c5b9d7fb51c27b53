import { notifyChange } from '@counterfoil/db/connections'
import { findAgent } from '../agents/find-agent.ts'
import { recordHubEvent } from '../agents/record-hub-event.ts'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import type { AgentRecord } from './agent-record.ts'
import { createJoinWriter } from './join-writer.ts'

/** Agents' rows in PostgreSQL. */
type Context = Pick<ServiceContext, 'pool' | 'newId' | 'now'>

export function postgresAgentRecord(ctx: Context): AgentRecord {
  const { pool } = ctx
  const joins = createJoinWriter(pool)
  return {
    find: (uid) => findAgent({ pool }, uid),
    async noteVersion(agentId, version) {
      await pool.query('update agent set version = $2 where id = $1', [agentId, version.replaceAll('\u0000', '')])
    },
    async nextGreeting() {
      const { rows } = await pool.query<{ greeting: number }>(`select nextval('agent_greeting')::float8 as greeting`)
      if (rows[0] === undefined) throw new Error('the database gave no number for a greeting')
      return rows[0].greeting
    },
    moveJoin: (agentId, from, to) => joins.move({ agentId, from, to }),
    confirmJoin: (agentId, join) => joins.confirm({ agentId, join }),
    async lock({ id, storeId }, evidence) {
      const isNew = await inTransaction(ctx, async (client) => {
        const locked = await client.query(`update agent set state = 'locked' where id = $1 and state = 'active'`, [id])
        if (locked.rowCount === 0) return false
        await recordAct({ ...ctx, actor: { kind: 'system', name: 'hub' } }, client, {
          action: 'agent.locked',
          target: { type: 'agent', id: String(id) },
          reason: 'two_holders',
          before: { state: 'active' },
          after: { state: 'locked', storeId },
        })
        const event = { kind: 'agent.cloned', agentId: id, storeId, detail: { ...evidence } }
        await recordHubEvent({ pool: client, newId: ctx.newId }, event)
        return true
      })
      if (isNew) await notifyChange(pool, { entity: 'agent', id: String(id) })
    },
    tellChanged: (agentId) => notifyChange(pool, { entity: 'agent', id: String(agentId) }),
    async offerKey(agentId, publicKey) {
      const raw = Buffer.from(publicKey, 'base64')
      try {
        const offered = await pool.query(
          `update agent set next_public_key = $2 where id = $1 and not exists (select from agent o where o.public_key = $2)`,
          [agentId, raw],
        )
        return offered.rowCount === 1
      } catch (error) {
        // unique_violation: it is the key to come of another agent.
        if (typeof error === 'object' && error !== null && 'code' in error && error.code === '23505') return false
        throw error
      }
    },
    adoptKey: (agentId, publicKey) => adoptKey(ctx, agentId, Buffer.from(publicKey, 'base64')),
    async findShutOut(agentIds) {
      const { rows } = await pool.query<{ id: number }>(`select id from agent where id = any($1::int4[]) and state <> 'active'`, [
        agentIds,
      ])
      return rows.map(({ id }) => id)
    },
  }
}

/** One transaction: the row has the new key and its history tells since when. Done twice it changes nothing. */
async function adoptKey(ctx: Context, agentId: number, publicKey: Buffer): Promise<void> {
  await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ storeId: number; before: Buffer }>(
      `with before as (select id, store_id, public_key from agent where id = $1 for update), adopted as (
         update agent a set public_key = $2, next_public_key = null, key_since = now(), key_wanted = false
         from before b where a.id = b.id and a.next_public_key = $2 returning a.id, a.key_since, b.store_id, b.public_key as before
       ), kept as (
         insert into agent_key (agent_id, public_key, since) select id, $2, key_since from adopted
       )
       select store_id as "storeId", before from adopted`,
      [agentId, publicKey],
    )
    const [row] = rows
    if (row === undefined) return
    await recordAct({ ...ctx, actor: { kind: 'agent', id: agentId, storeId: row.storeId } }, client, {
      action: 'agent.key_changed',
      target: { type: 'agent', id: String(agentId) },
      before: { publicKey: row.before.toString('base64') },
      after: { publicKey: publicKey.toString('base64') },
    })
  })
}
