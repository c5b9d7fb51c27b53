export { type Backup, type ConditionInterval, type MemoryAgent, MemoryDatabase, streamKey } from './memory-database.ts'
export { type Availability, DatabaseAway, memoryAgentRecord, openMemoryIngestStore } from './memory-ingest-store.ts'
export { realClock } from './real-clock.ts'
export { type Said, type SaleGiven, type ScriptedAgent, type ScriptOptions, saleEvents, scriptAgent } from './scripted-agent.ts'
