import type pg from 'pg'
import { findAgent } from '../agents/find-agent.ts'
import type { AgentRecord } from './create-agent-sessions.ts'

/** Agents' rows in PostgreSQL. */
export function postgresAgentRecord(pool: pg.Pool): AgentRecord {
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
    async findRevoked(agentIds) {
      const { rows } = await pool.query<{ id: number }>(`select id from agent where id = any($1::int4[]) and state = 'revoked'`, [
        agentIds,
      ])
      return rows.map(({ id }) => id)
    },
  }
}
