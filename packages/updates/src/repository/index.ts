export { makeRoot, makeSnapshot, makeTargets, makeTimestamp, type RootGiven } from './make-metadata.ts'
export { openRepositoryFolder, type RepositoryFolder, TARGETS_DAYS } from './repository-folder.ts'
export { createSigningKey, readSigningKey, type SigningKey, writeSigningKey } from './signing-key.ts'
