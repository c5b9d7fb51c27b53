export { tryFileLock } from './folder-lock.ts'
export { throwawaySettings } from './settings.ts'
export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './start-embedded-postgres.ts'
export { type StopOptions, stopEmbeddedPostgres } from './stop-embedded-postgres.ts'
