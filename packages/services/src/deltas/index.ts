export { createOpenUnknowns, type OpenUnknowns } from './open-unknowns.ts'
export { type DeltaSources, readStoreDeltas } from './read-store-deltas.ts'
export { addCommit, addPresence, type ChangesByStore, revSpan, type StoreChanges } from './store-changes.ts'
