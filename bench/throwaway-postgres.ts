import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startEmbeddedPostgres } from '@counterfoil/db/embedded'
import pg from 'pg'
import type { Belongings } from './belongings.ts'

export interface ThrowawayPostgres {
  /** The owner's URL of the first database, which `copy` takes as its template. */
  readonly templateUrl: string
  readonly pid: number
  /** Makes a database that is the template, or another copy, to the byte; nobody may be connected to that. */
  copy(name: string, of?: string): Promise<DatabaseCopy>
}

export interface DatabaseCopy {
  readonly url: string
  drop(): Promise<void>
}

/** The real server with its real settings (fsync on) in a folder of its own, gone afterwards. */
export async function startThrowawayPostgres(belongings: Belongings): Promise<ThrowawayPostgres> {
  const dataDir = mkdtempSync(join(tmpdir(), 'counterfoil-bench-'))
  belongings.keep({ stop: async () => rmSync(dataDir, { recursive: true, force: true }) })
  const server = belongings.keep(await startEmbeddedPostgres({ dataDir }))
  const template = new URL(server.url)
  const urlOf = (name: string) => Object.assign(new URL(server.url), { pathname: `/${name}` }).href

  async function administer(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: urlOf('postgres') })
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }

  /** Without force: that would end the server's own vacuum, which an owner may not; a plain drop makes it give way. */
  async function dropDatabase(name: string, attempts = 5): Promise<void> {
    try {
      await administer(`drop database ${name}`)
    } catch (error) {
      // 55006: a connection that was closed a moment ago is still being taken down.
      if ((error as { code?: string }).code !== '55006' || attempts <= 1) throw error
      await delay(500)
      await dropDatabase(name, attempts - 1)
    }
  }

  return {
    templateUrl: server.url,
    pid: server.pid,
    async copy(name, of = template.pathname.slice(1)) {
      await administer(`create database ${name} template ${of}`)
      return { url: urlOf(name), drop: () => dropDatabase(name) }
    },
  }
}
