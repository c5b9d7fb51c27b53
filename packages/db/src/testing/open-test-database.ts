import type pg from 'pg'
import { createPrisma, type Prisma } from '../client.ts'
import { createPool } from '../pool.ts'
import { dropDatabase } from './drop-database.ts'
import { dropLeftovers, testDatabaseName } from './drop-leftovers.ts'
import { onServer } from './on-server.ts'
import { ensureTemplate } from './template-database.ts'
import { openTestServer } from './test-server.ts'

export interface TestDatabase extends AsyncDisposable {
  readonly name: string
  /** The owner's URL: what a process under test gets. */
  readonly url: string
  /** Prisma with the application's rights. */
  readonly db: Prisma
  /** A `pg` pool with the application's rights. */
  readonly pool: pg.Pool
  /** A `pg` pool with the owner's rights, for what the application may not do. */
  readonly owner: pg.Pool
  /** Closes all three and drops the database, whoever else is still connected to it. */
  readonly close: () => Promise<void>
}

export interface TestDatabaseOptions {
  /** false leaves it without any table. */
  readonly migrated?: boolean
  /** Another server than the shared one. */
  readonly serverUrl?: string | undefined
}

const ATTEMPTS = 3

/** A fresh, migrated, empty database of its own. */
export async function openTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { serverUrl, name } = await makeDatabase(options, ATTEMPTS)
  const address = new URL(serverUrl)
  address.pathname = `/${name}`
  const url = address.href
  const db = createPrisma({ url, max: 5 })
  const pool = createPool({ url, max: 5 })
  const owner = createPool({ url, max: 3, role: 'owner' })
  const closeOnce = async () => {
    await Promise.all([db.$disconnect(), pool.end(), owner.end()])
    await onServer(serverUrl, undefined, (server) => dropDatabase(server, name))
  }
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= closeOnce()
    return closing
  }
  return { name, url, db, pool, owner, close, [Symbol.asyncDispose]: close }
}

async function makeDatabase(options: TestDatabaseOptions, attempts: number): Promise<{ serverUrl: string; name: string }> {
  const { migrated = true } = options
  const serverUrl = options.serverUrl ?? (await openTestServer({ again: attempts < ATTEMPTS }))
  const name = testDatabaseName()
  try {
    await onServer(serverUrl, undefined, async (server) => {
      const template = migrated ? await ensureTemplate(server, serverUrl) : 'template0'
      await dropLeftovers(server)
      // Copying files forces a checkpoint: twice as quick where nothing is flushed, slower where it is.
      const { rows } = await server.query<{ flushes: boolean }>(`select current_setting('fsync')::boolean as flushes`)
      const strategy = rows[0]?.flushes ? 'wal_log' : 'file_copy'
      await server.query(`create database ${name} template ${template} strategy ${strategy}`)
    })
    return { serverUrl, name }
  } catch (error) {
    // The shared server may have been stopped for idleness, its port taken by another, the template dropped as old, before we came.
    const passing = ['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '3D000', '55006', '28P01'].includes(
      (error as { code?: string }).code ?? '',
    )
    if (!passing || attempts <= 1) throw error
    return makeDatabase(options, attempts - 1)
  }
}
