/** A PostgreSQL to test against instead of our own; its user must be allowed to make databases and roles. */
export function testServerUrl(): string | undefined {
  return process.env.DATABASE_URL || undefined
}

/** A PostgreSQL 15, the oldest we run on, to migrate on as well. */
export function oldestServerUrl(): string | undefined {
  return process.env.DATABASE_URL_15 || undefined
}
