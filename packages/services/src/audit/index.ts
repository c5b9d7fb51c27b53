export { type AuditAction, auditActions, type LoggedFor } from './audit-actions.ts'
export { AuditFilter } from './audit-filter.ts'
export type { AuditRow, NamedThing } from './audit-row.ts'
export type { AwayMonth } from './away-months.ts'
export type { Act, ActContext } from './build-entry.ts'
export { completeTiles } from './complete-tiles.ts'
export { ErasePersonalInput, erasePersonal } from './erase-personal.ts'
export { ExportAuditEntriesInput, type ExportedAudit, exportAuditEntries } from './export-audit-entries.ts'
export { type BundleOptions, type ExportedBundle, exportBundle } from './export-bundle.ts'
export { type EntryFormat, entryFormats, exportEntries } from './export-entries.ts'
export { ExportEntryProofInput, type ExportedEntryProof, exportEntryProof } from './export-entry-proof.ts'
export { ExportProvedEntriesInput, exportProvedEntries, MOST_PROVED_ENTRIES } from './export-proved-entries.ts'
export { type AuditEntryDetail, GetAuditEntryInput, getAuditEntry, type PersonalShown } from './get-audit-entry.ts'
export { type AuditHead, getAuditHead } from './get-audit-head.ts'
export {
  type AgentGap,
  type AuditIntegrity,
  getAuditIntegrity,
  type ListedArchive,
  type ListedCheckpoint,
  type ListedWitness,
  type LogKey,
} from './get-audit-integrity.ts'
export {
  AuditCursor,
  type AuditPage,
  ListAuditEntriesInput,
  ListTouchingInput,
  listAuditEntries,
  listTouching,
} from './list-audit-entries.ts'
export { type LogEntry, readLogEntries } from './log-entries.ts'
export { checkpointSigner, findLogIdentity, findLogOrigin, findLogSigner, type LogIdentity } from './log-key.ts'
export { countWaiting, findLastCheckpointSize } from './log-state.ts'
export { CHECKPOINT_CHANNEL, type MadeCheckpoint, makeCheckpoint } from './make-checkpoint.ts'
export { toOcsf } from './ocsf/to-ocsf.ts'
export { type EntryProof, ProveAuditEntryInput, proveAuditEntry, type SignedCheckpoint } from './prove-entry.ts'
export { proveConsistency, proveInclusion } from './prove-log.ts'
export { type Queryable, readTree, tileReader } from './read-tree.ts'
export { recordAct, recordActs, recordActThroughPrisma } from './record-act.ts'
export { recordRefusal } from './record-refusal.ts'
export {
  type AuditView,
  listAuditViews,
  RemoveAuditViewInput,
  removeAuditView,
  SaveAuditViewInput,
  saveAuditView,
} from './saved-views.ts'
export { type Sequenced, sequenceEntries } from './sequence-entries.ts'
export { endSequencerLease, holdSequencerLease, LEASE_MS, type LogNode } from './sequencer-lease.ts'
export { tellFoldedRefusals } from './tell-folded-refusals.ts'
