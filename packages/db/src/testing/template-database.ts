import pg from 'pg'
import { applyMigrations } from '../migrate.ts'
import { hashMigrations, readMigrations } from '../read-migrations.ts'
import { dropDatabase } from './drop-database.ts'

const PREFIX = 'cf_template_'

/**
 * The name of a migrated, empty database to copy; made by the first that asks, again when the migrations differ or a
 * new month wants its partitions. Older ones beyond a few are dropped.
 */
export async function ensureTemplate(server: pg.Client, serverUrl: string): Promise<string> {
  wanted ??= readWanted()
  const { migrations, hash } = wanted
  const month = await server.query<{ month: string }>(`select to_char(now() at time zone 'UTC', 'YYYYMM') as month`)
  const name = `${PREFIX}${hash}_${month.rows[0]?.month}`
  if (await exists(server, name)) return name
  await server.query('select pg_advisory_lock(7236839, 3)')
  if (await exists(server, name)) return name
  const unfinished = `${name}_unfinished`
  await dropDatabase(server, unfinished)
  await server.query(`create database ${unfinished}`)
  const url = new URL(serverUrl)
  url.pathname = `/${unfinished}`
  await applyMigrations({ url: url.href, migrations })
  await server.query(`alter database ${unfinished} rename to ${name}`)
  await dropOldTemplates(server)
  return name
}

let wanted: ReturnType<typeof readWanted> | undefined

function readWanted() {
  const migrations = readMigrations()
  return { migrations, hash: hashMigrations(migrations) }
}

async function exists(server: pg.Client, name: string): Promise<boolean> {
  return (await server.query('select from pg_database where datname = $1', [name])).rowCount === 1
}

async function dropOldTemplates(server: pg.Client): Promise<void> {
  const { rows } = await server.query<{ datname: string }>(
    `select datname from pg_database where datname ~ $1 order by oid desc offset 3`,
    [`^${PREFIX}[0-9a-f]+_[0-9]+$`],
  )
  // Somebody may be copying it at this moment; then it stays until next time.
  for (const { datname } of rows) await server.query(`drop database if exists ${pg.escapeIdentifier(datname)}`).catch(() => {})
}
