import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createPool, ensurePartitions } from '@counterfoil/db'
import { applyMigrations } from '@counterfoil/db/migrate'
import type { ServiceContext } from '@counterfoil/services'
import { checkpointSigner, findLogOrigin } from '@counterfoil/services/audit'
import { openArchiveFolder } from '@counterfoil/services/audit-archives'
import { ensureInstallation } from '@counterfoil/services/installation'
import { fillRecord } from '@counterfoil/services/testing'
import { deriveHubKeys, registerHubKeys } from '@counterfoil/services/vault'
import type { Benchmark } from './benchmark.ts'
import { measureRestore } from './retention/measure-restore.ts'
import { measureSearch } from './retention/measure-search.ts'
import { round } from './statistics.ts'
import { startThrowawayPostgres } from './throwaway-postgres.ts'
import { withContext } from './with-context.ts'

/**
 * A year of the audit record: how long its 89th day takes to search by each filter, what a proof costs, and how fast the month
 * eleven months back comes out of its archive, verified, against the bare verification of the same file in the same run.
 */
export const retention: Benchmark = async ({ args, say, belongings }) => {
  const { values } = parseArgs({ args: [...args], options: { entries: { type: 'string', default: '1000000' } } })
  const entries = Number(values.entries)
  if (!Number.isInteger(entries) || entries < 10_000) throw new Error('--entries must be a whole number from 10000 on')
  const postgres = await startThrowawayPostgres(belongings)
  const archives = mkdtempSync(join(tmpdir(), 'counterfoil-archives-'))
  belongings.keep({ stop: async () => rmSync(archives, { recursive: true, force: true }) })
  await applyMigrations({ url: postgres.templateUrl })
  return withContext(postgres.templateUrl, async (ctx) => {
    await ensurePartitions(ctx.pool)
    await ensureInstallation(ctx, { kind: 'demo', name: 'Benchmark', reportingCurrency: 'EUR' })
    const keys = deriveHubKeys(new Uint8Array(32).fill(6))
    await registerHubKeys(ctx, [keys])
    const now = ctx.now()
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 11, 1))
    const owner = createPool({ url: postgres.templateUrl, role: 'owner', max: 1 })
    const began = performance.now()
    let bytes = 0
    try {
      const signer = checkpointSigner((await findLogOrigin(ctx)) ?? '', keys.checkpoints)
      await fillRecord({ client: owner, entries, fromMs: from.getTime(), toMs: now.getTime(), signer, say })
      const { rows } = await owner.query<{ bytes: number }>('select pg_database_size(current_database()) as bytes')
      bytes = rows[0]?.bytes ?? 0
    } finally {
      await owner.end()
    }
    const filledSeconds = round((performance.now() - began) / 1_000)
    say(`filled in ${filledSeconds} s, ${round(bytes / 1e9)} GB; the 89th day is searched …`)
    // On connections of its own: what they scanned is told when they end.
    const before = await wholeScans(ctx)
    const search = await withContext(postgres.templateUrl, (asking) => measureSearch(asking, now.getTime(), entries))
    say(JSON.stringify(search))
    const scans = (await wholeScans(ctx)) - before
    if (scans > 0) throw new Error(`searching read whole tables ${scans} times`)
    say(`the month eleven months back is archived and restored …`)
    const restore = await measureRestore(ctx, openArchiveFolder(archives), from.toISOString().slice(0, 7))
    return {
      figure: restore.restoredPerSecond,
      unit: 'entries/s restored and verified',
      limit: restore.verifiedPerSecond,
      ratio: round(restore.restoredPerSecond / restore.verifiedPerSecond, 3),
      entries,
      databaseGigabytes: round(bytes / 1e9),
      filledSeconds,
      searchMs: search,
      restore,
    }
  })
}

/** How often a table of entries was read from end to end. */
async function wholeScans({ pool }: Pick<ServiceContext, 'pool'>): Promise<number> {
  // A server process tells what it did when it ends, a moment after we have let go of it.
  await delay(1_000)
  const { rows } = await pool.query<{ scans: number }>(
    `select sum(seq_scan)::int4 as scans from pg_stat_user_tables where relname in ('audit_entry', 'audit_personal', 'audit_leaf')`,
  )
  return rows[0]?.scans ?? 0
}
