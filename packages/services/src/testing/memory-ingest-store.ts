import type { IngestStore } from '../ingest/ingest-store.ts'
import { type MemoryDatabase, streamKey } from './memory-database.ts'

/** What a database can be asked at this moment. */
export interface Availability {
  /** `away`: nothing answers. `read_only`: as after a failover, reads answer and writes are refused. */
  readonly state: 'up' | 'away' | 'read_only'
}

export class DatabaseAway extends Error {
  override readonly name = 'DatabaseAway'
}

/** The ingest's store over a memory database: one hub's view of it. */
export function openMemoryIngestStore(database: MemoryDatabase, availability: Availability = { state: 'up' }): IngestStore {
  function toRead(): void {
    if (availability.state === 'away') throw new DatabaseAway('the database is away')
  }
  function toWrite(): void {
    if (availability.state !== 'up') throw new DatabaseAway('the database takes no writes now')
  }
  return {
    get connected() {
      return availability.state !== 'away'
    },
    get trouble() {
      return availability.state === 'away' ? 'the database is away' : null
    },
    async readCursor(agentId, epoch) {
      toRead()
      return database.streams.get(streamKey(agentId, epoch)) ?? null
    },
    async readQuarantineCursor(agentId, epoch) {
      toRead()
      return database.quarantineCursor(agentId, epoch)
    },
    async readHash(place) {
      toRead()
      return database.hashAt(place)
    },
    async readPayments(storeId, ids) {
      toRead()
      return database.paymentsOf(storeId, ids)
    },
    async writeGroup(rows) {
      try {
        toWrite()
      } catch (error) {
        return { failure: 'away', error }
      }
      const written = database.write(rows)
      return written === null ? { failure: 'fence', error: new Error('a stream does not stand there') } : { written }
    },
    async quarantine(agent, batch, { reason, cardFinds }) {
      toWrite()
      const { epoch, firstSeq, count, head } = batch
      const key = `${agent.uid}\n${epoch}\n${firstSeq}\n${count}\n${head}`
      if (database.quarantined.has(key)) return
      const highWater = firstSeq + count - 1
      database.quarantined.set(key, { agentId: agent.id, epoch, reason, highWater, head: Buffer.from(head, 'hex') })
      database.cardFinds.push(...cardFinds)
    },
    async recordNote(note) {
      toWrite()
      database.notes.push(note)
    },
    async readStore(storeId) {
      toRead()
      const store = database.registry.stores.get(storeId)
      if (store === undefined) throw new Error(`store ${storeId} is not in the database, but an agent of it is`)
      return store
    },
    async readTerminals(agentId) {
      toRead()
      return database.registry.terminalsOf(agentId)
    },
    async ensureTerminal(agent, key, atMs) {
      toWrite()
      return database.registry.ensure(agent, key, atMs)
    },
    async configureTerminals(agent, terminals, atMs) {
      toWrite()
      return database.registry.configure(agent, terminals, atMs)
    },
    async identifyTerminal() {
      toWrite()
    },
    async close() {},
  }
}
