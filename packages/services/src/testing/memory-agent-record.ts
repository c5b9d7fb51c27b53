import { publicKeyObject } from '@counterfoil/audit'
import type { AgentRecord } from '../agent-sessions/agent-record.ts'
import { confirmJoin, type JoinState } from '../agent-sessions/judge-join.ts'
import type { MemoryDatabase } from './memory-database.ts'
import { type Availability, DatabaseAway } from './memory-ingest-store.ts'
import type { MemoryAgent } from './memory-registry.ts'

/** Agents' rows of a memory database; `onChanged` is told what PostgreSQL would notify every hub of. */
export function memoryAgentRecord(
  database: MemoryDatabase,
  availability: Availability = { state: 'up' },
  onChanged: (agentId: number) => void = () => {},
): AgentRecord {
  const agents = () => database.registry.agents

  function toRead(): void {
    if (availability.state === 'away') throw new DatabaseAway('the database is away')
  }
  function toWrite(): void {
    if (availability.state !== 'up') throw new DatabaseAway('the database takes no writes now')
  }
  function change(agentId: number, how: (agent: MemoryAgent) => Partial<MemoryAgent>): void {
    toWrite()
    const agent = agents().get(agentId)
    if (agent !== undefined) agents().set(agentId, { ...agent, ...how(agent) })
  }

  return {
    async find(uid) {
      toRead()
      for (const agent of agents().values()) {
        if (agent.uid !== uid) continue
        const greetedMs = database.greetedMs.get(agent.id)
        const outlived = [...agents().values()].some(({ storeId, epoch }) => storeId === agent.storeId && epoch > agent.epoch)
        return { ...agent, outlived, greetedMsAgo: greetedMs === undefined ? null : database.monotonicMs() - greetedMs }
      }
      return null
    },
    async nextGreeting() {
      toWrite()
      database.greetings += 1
      return database.greetings
    },
    noteVersion: async (agentId, version) => change(agentId, () => ({ version })),
    async moveJoin(agentId, from, to) {
      toWrite()
      const held = agents().get(agentId)?.join
      if (held === undefined || !sameNumbers(held, from)) return false
      change(agentId, () => ({ join: to }))
      if (to.offered !== from.offered) database.greetedMs.set(agentId, database.monotonicMs())
      return true
    },
    confirmJoin: async (agentId, join) => change(agentId, (agent) => ({ join: confirmJoin(agent.join, join) })),
    async lock({ id, storeId }, evidence) {
      toWrite()
      if (agents().get(id)?.state !== 'active') return
      change(id, () => ({ state: 'locked' }))
      database.notes.push({ kind: 'agent.cloned', agentId: id, storeId, detail: { ...evidence } })
      onChanged(id)
    },
    async tellChanged(agentId) {
      toWrite()
      onChanged(agentId)
    },
    async offerKey(agentId, publicKey) {
      toWrite()
      for (const { id, ...agent } of agents().values())
        if (agent.publicKey === publicKey || (id !== agentId && agent.nextKey?.publicKey === publicKey)) return false
      change(agentId, () => ({ nextKey: { publicKey, key: publicKeyObject(publicKey) } }))
      return true
    },
    async adoptKey(agentId, publicKey) {
      change(agentId, ({ nextKey }) =>
        nextKey?.publicKey === publicKey ? { ...nextKey, nextKey: null, keySinceMs: 0, keyWanted: false } : {},
      )
    },
    async findShutOut(agentIds) {
      toRead()
      return agentIds.filter((id) => agents().get(id)?.state !== 'active')
    },
  }
}

function sameNumbers(a: JoinState, b: JoinState): boolean {
  return a.confirmed === b.confirmed && a.offered === b.offered && a.staleCount === b.staleCount
}
