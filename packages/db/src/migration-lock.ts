/** Any two numbers of our own: nobody else's advisory lock must equal them. */
export const MIGRATION_LOCK = [7236839, 1] as const

/** SQL: whether this database is being migrated now. Needs no rights. */
export const MIGRATING = `exists (select from pg_locks l join pg_database d on d.oid = l.database
  where d.datname = current_database() and l.locktype = 'advisory' and l.granted
    and l.classid = ${MIGRATION_LOCK[0]} and l.objid = ${MIGRATION_LOCK[1]} and l.objsubid = 2)`
