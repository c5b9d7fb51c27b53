export { compareMigrations } from './compare-migrations.ts'
export { type ApplyMigrationsOptions, applyMigrations } from './migrate.ts'
export { hashMigrations, type Migration, readMigrations } from './read-migrations.ts'
