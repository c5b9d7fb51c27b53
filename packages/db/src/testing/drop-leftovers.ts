import { createHash, randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import type pg from 'pg'
import { dropDatabase } from './drop-database.ts'

const PREFIX = 'cf_test_'

/** A name that tells who made the database, so that others can see when its maker is gone. */
export function testDatabaseName(): string {
  return `${PREFIX}${thisHost()}_${process.pid}_${randomBytes(4).toString('hex')}`
}

/** Drops databases of test processes of this machine that were killed before they could do it. */
export async function dropLeftovers(server: pg.Client): Promise<void> {
  const { rows } = await server.query<{ datname: string }>('select datname from pg_database where datname like $1', [
    `${PREFIX}${thisHost()}\\_%`,
  ])
  for (const { datname } of rows) {
    const pid = Number(datname.slice(PREFIX.length).split('_')[1])
    if (!isAlive(pid)) await dropDatabase(server, datname).catch(() => {})
  }
}

function thisHost(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 6)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
