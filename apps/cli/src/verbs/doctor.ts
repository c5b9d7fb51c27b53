import { parseArgs } from 'node:util'
import { compareMigrations } from '@counterfoil/db/migrate'
import { listArchiveFiles } from '@counterfoil/services/audit-archives'
import { examineDatabase, type Finding } from '@counterfoil/services/doctor'
import { dataFolder } from '../data-folder.ts'
import { cliActor, withPool } from '../open-services.ts'
import type { CliIo, Verb } from '../verb.ts'
import { examineBackup, examineDisk } from './doctor/examine-machine.ts'

const MARKS = { good: '✓', warn: '!', bad: '✗' } as const

export const doctor: Verb = {
  usage: 'doctor [--json]',
  summary:
    'Looks at the hub’s database, rights, migrations, disk, clock, keys, certificates, witnesses and backup, and says in plain words what is and what to do (exit 1 when something is bad). It changes nothing.',
  async run(args, io) {
    const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } })
    const { now } = cliActor()
    const dataDir = dataFolder(io.env)
    const findings: Finding[] = [
      ...(await examineWithin(io)),
      await examineDisk(dataDir),
      await examineBackup(dataDir, {
        ownServer: Boolean(io.env.DATABASE_URL),
        nowMs: now().getTime(),
        // Without the database nobody knows them; that it does not answer stands above.
        archives: await withPool(io, 'owner', listArchiveFiles).catch(() => null),
      }),
    ]
    if (values.json) io.out(JSON.stringify({ findings }))
    else for (const { verdict, about, message } of findings) io.out(`${MARKS[verdict]} ${about}: ${message}`)
    return findings.some(({ verdict }) => verdict === 'bad') ? 1 : 0
  },
}

/** What only an answering database can tell; one that does not answer is the finding. */
async function examineWithin(io: CliIo): Promise<Finding[]> {
  try {
    return await withPool(io, 'owner', async (pool) => {
      const { rows } = await pool.query<{ version: string; size: string }>(
        `select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as size`,
      )
      const answers: Finding = {
        about: 'database',
        verdict: 'good',
        message: `PostgreSQL ${rows[0]?.version} answers; the database takes ${rows[0]?.size}.`,
      }
      const migrations = await examineMigrations(pool)
      // An older or newer database lacks what the other questions are about.
      if (migrations.verdict === 'bad') return [answers, migrations]
      return [answers, migrations, ...(await examineDatabase({ pool, now: cliActor().now }))]
    })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return [{ about: 'database', verdict: 'bad', message: `The database does not answer: ${why}` }]
  }
}

async function examineMigrations(pool: Parameters<typeof compareMigrations>[0]): Promise<Finding> {
  try {
    const { missing, failed } = await compareMigrations(pool)
    if (failed.length > 0)
      return {
        about: 'migrations',
        verdict: 'bad',
        message: `${failed.join(', ')} failed and changed nothing: see the launcher’s words, mend it, start again.`,
      }
    if (missing.length > 0)
      return {
        about: 'migrations',
        verdict: 'bad',
        message: `${missing.length} migrations are not applied yet (from ${missing[0]} on): a start of the hub applies them (systemctl restart counterfoil.target, or npm start in a checkout).`,
      }
    return { about: 'migrations', verdict: 'good', message: 'Every migration of this version is applied.' }
  } catch (error) {
    return { about: 'migrations', verdict: 'bad', message: error instanceof Error ? error.message : String(error) }
  }
}
