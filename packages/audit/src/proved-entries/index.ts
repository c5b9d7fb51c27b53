export * from './proved-entries.ts'
export { type ProvedEntriesReport, verifyProvedEntries } from './verify-proved-entries.ts'
