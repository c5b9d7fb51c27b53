import type { AgentEventOf } from '@counterfoil/protocol'
import type { RegistryAgent, StorePlace, TerminalPlace } from './registry-places.ts'
import type { RegistryRows } from './registry-rows.ts'

/** Stores and terminals as the database knows them, kept in memory; makes the rows that are missing. */
export interface Registry {
  store(storeId: number): Promise<StorePlace>
  /** The terminal's place; makes terminal, lane and assignment for a key nobody has configured. */
  terminal(agent: RegistryAgent, key: string, atMs: number): TerminalPlace | Promise<TerminalPlace>
  configure(agent: RegistryAgent, event: AgentEventOf<'agent.configured'>): Promise<void>
  identify(agent: RegistryAgent, event: AgentEventOf<'terminal.identified'>): Promise<void>
  /** The place of a terminal that was asked for before, for live rows. */
  findPlace(terminalId: number): TerminalPlace | undefined
  /** Reads the store anew at its next use. */
  forgetStore(storeId: number): void
  forgetAgent(agentId: number): void
}

export function createRegistry(rows: RegistryRows): Registry {
  const stores = new Map<number, Promise<StorePlace>>()
  const terminals = new Map<number, Promise<Map<string, TerminalPlace>>>()
  const loaded = new Map<number, Map<string, TerminalPlace>>()
  const places = new Map<number, TerminalPlace>()

  function of(agent: RegistryAgent): Promise<Map<string, TerminalPlace>> {
    return keep(terminals, agent.id, async () => {
      const read = await rows.readTerminals(agent.id)
      loaded.set(agent.id, read)
      for (const place of read.values()) places.set(place.terminalId, place)
      return read
    })
  }

  async function ensure(agent: RegistryAgent, key: string, atMs: number): Promise<TerminalPlace> {
    const known = await of(agent)
    const place = known.get(key) ?? (await rows.ensureTerminal(agent, key, atMs))
    known.set(key, place)
    places.set(place.terminalId, place)
    return place
  }

  return {
    store: (storeId) => keep(stores, storeId, () => rows.readStore(storeId)),
    terminal: (agent, key, atMs) => loaded.get(agent.id)?.get(key) ?? ensure(agent, key, atMs),
    async configure(agent, event) {
      const read = await rows.configureTerminals(agent, event.terminals, event.at)
      terminals.set(agent.id, Promise.resolve(read))
      loaded.set(agent.id, read)
      for (const place of read.values()) places.set(place.terminalId, place)
    },
    async identify(agent, event) {
      const place = await ensure(agent, event.terminal, event.at)
      await rows.identifyTerminal(place.terminalId, event)
    },
    findPlace: (terminalId) => places.get(terminalId),
    forgetStore: (storeId) => void stores.delete(storeId),
    forgetAgent(agentId) {
      terminals.delete(agentId)
      loaded.delete(agentId)
    },
  }
}

/** Remembers the promise, so that many askers cause one read; a failed one is forgotten. */
function keep<Key, Value>(cache: Map<Key, Promise<Value>>, key: Key, read: () => Promise<Value>): Promise<Value> {
  const held = cache.get(key)
  if (held !== undefined) return held
  const asked = read()
  cache.set(key, asked)
  asked.catch(() => cache.delete(key))
  return asked
}
