import type { KeyObject } from 'node:crypto'
import type { FoundAgent } from '../agents/find-agent.ts'
import type { RegistryAgent, StorePlace, TerminalPlace } from '../ingest/registry-places.ts'
import type { ConfiguredTerminal } from '../ingest/registry-rows.ts'

/** An agent's row, with the head its stream begins at. */
export interface MemoryAgent extends Omit<FoundAgent, 'greetedMsAgo' | 'outlived'> {
  readonly key: KeyObject
  readonly head: Buffer
}

interface Assignment extends TerminalPlace {
  readonly agentId: number
  readonly sinceMs: number
  open: boolean
}

/** Stores, agents, lanes, terminals and who has them. */
export class MemoryRegistry {
  readonly stores: ReadonlyMap<number, StorePlace>
  readonly agents: Map<number, MemoryAgent>
  /** In the order they were made. */
  #assignments: Assignment[] = []
  #lanes = new Map<string, number>()
  #terminals = 0

  constructor(stores: readonly StorePlace[], agents: readonly MemoryAgent[]) {
    this.stores = new Map(stores.map((store) => [store.id, store]))
    this.agents = new Map(agents.map((agent) => [agent.id, agent]))
  }

  copy(): MemoryRegistry {
    const copy = new MemoryRegistry([...this.stores.values()], [...this.agents.values()])
    copy.#assignments = this.#assignments.map((one) => ({ ...one }))
    copy.#lanes = new Map(this.#lanes)
    copy.#terminals = this.#terminals
    return copy
  }

  terminalsOf(agentId: number): Map<string, TerminalPlace> {
    const open = this.#assignments.filter((one) => one.open && one.agentId === agentId)
    return new Map(open.map(({ terminalId, laneId, lane, key }) => [key, { terminalId, laneId, lane, key }]))
  }

  /** Numbers of a store's lanes by their names. */
  lanesOf(storeId: number): Map<string, number> {
    const prefix = `${storeId}/`
    return new Map([...this.#lanes].flatMap(([key, id]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), id]] : [])))
  }

  ensure(agent: RegistryAgent, key: string, atMs: number): TerminalPlace {
    const held = this.terminalsOf(agent.id).get(key)
    if (held !== undefined) return held
    return this.#assign(agent, key, key.slice(0, 20), this.#earlier(agent, key) ?? this.#newTerminal(), atMs)
  }

  configure(agent: RegistryAgent, terminals: readonly ConfiguredTerminal[], atMs: number): Map<string, TerminalPlace> {
    const held = this.terminalsOf(agent.id)
    for (const { key, lane } of terminals) {
      const before = held.get(key)
      const terminalId = before?.terminalId ?? this.#earlier(agent, key) ?? this.#newTerminal()
      if (before?.lane !== lane) held.set(key, this.#assign(agent, key, lane, terminalId, atMs))
    }
    const named = new Set(terminals.map(({ key }) => key))
    for (const key of [...held.keys()].filter((one) => !named.has(one))) {
      this.#close(({ agentId, key: its }) => agentId === agent.id && its === key)
      held.delete(key)
    }
    return held
  }

  /** The device this agent, or a revoked one before it in the same store, knew by that key. */
  #earlier(agent: RegistryAgent, key: string): number | undefined {
    const candidates = this.#assignments.filter((one) => {
      const holder = this.agents.get(one.agentId)
      if (one.key !== key || holder?.storeId !== agent.storeId) return false
      return (one.agentId === agent.id || holder.state === 'revoked') && !this.#heldByAnother(one.terminalId, agent.id)
    })
    return candidates.reduce<Assignment | undefined>((last, one) => (last && last.sinceMs >= one.sinceMs ? last : one), undefined)
      ?.terminalId
  }

  #heldByAnother(terminalId: number, agentId: number): boolean {
    return this.#assignments.some(
      (one) =>
        one.open && one.terminalId === terminalId && one.agentId !== agentId && this.agents.get(one.agentId)?.state !== 'revoked',
    )
  }

  #newTerminal(): number {
    this.#terminals += 1
    return this.#terminals
  }

  #assign(agent: RegistryAgent, key: string, lane: string, terminalId: number, atMs: number): TerminalPlace {
    const laneKey = `${agent.storeId}/${lane}`
    const laneId = this.#lanes.get(laneKey) ?? this.#lanes.size + 1
    this.#lanes.set(laneKey, laneId)
    this.#close((one) => one.terminalId === terminalId || (one.agentId === agent.id && one.key === key))
    const latestMs = Math.max(
      -Infinity,
      ...this.#assignments.filter((one) => one.terminalId === terminalId).map((one) => one.sinceMs),
    )
    const place = { terminalId, laneId, lane, key }
    this.#assignments.push({ ...place, agentId: agent.id, sinceMs: Math.max(atMs, latestMs + 1), open: true })
    return place
  }

  #close(which: (one: Assignment) => boolean): void {
    for (const one of this.#assignments) if (one.open && which(one)) one.open = false
  }
}
