export { getLiveComparison, type HourSums, type LiveComparison, LiveScopeInput, type SpanSums } from './get-live-comparison.ts'
export { getLiveSnapshot, LiveSnapshotInput } from './get-live-snapshot.ts'
export { getStorePatterns, type StorePattern, StorePatternsInput } from './get-store-patterns.ts'
export type { LiveSnapshot, LiveStore, LiveTerminal, MinuteSums, OpenUnknown } from './live-snapshot.ts'
