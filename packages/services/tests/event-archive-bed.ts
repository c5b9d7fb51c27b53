import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { checkpointSigner, findLogIdentity, makeCheckpoint } from '../src/audit/index.ts'
import { openArchiveFolder } from '../src/audit-archives/index.ts'
import { monthBegins } from '../src/audit-archives/months.ts'
import { deriveHubKeys, registerHubKeys } from '../src/vault/index.ts'
import { monthAgo } from './archive-bed.ts'
import { hubContext, sequenceAll } from './audit-log-bed.ts'
import { enrolled, openIngest } from './ingest-bed.ts'
import { openMovableClock } from './movable-clock.ts'
import { recordHistory } from './recorded-history.ts'

const keys = deriveHubKeys(new Uint8Array(32).fill(13))

/** Something of a new agent, recorded in a month that is over. */
export async function recordIn(base: TestDatabase, month: string): Promise<void> {
  await base.pool.query('select ensure_partitions(16, 3)')
  const clock = await openMovableClock(base)
  const { agent, script } = await enrolled(base.db)
  const atMs = monthBegins(month).getTime()
  await base.owner.query('update store_rev set updated_at = $1', [new Date(atMs)])
  await clock.moveTo(atMs)
  const { ingest } = await openIngest(clock.pool)
  const ready = { kind: 'terminal.condition', terminal: 'zvt-1', condition: 'ready', at: atMs }
  const answer = await ingest.submit(agent, script.batch([ready]))
  await ingest.close()
  await clock.pool.end()
  if (!answer.ok) throw new Error(`${answer.code}: ${answer.message}`)
}

/** Two months that have been over for a year, with a history over their turn, and a folder for archives. */
export async function openEventArchiveBed() {
  const base = await openTestDatabase()
  await createInstallation(base.db)
  await registerHubKeys(hubContext(base.pool), [keys])
  await base.pool.query('select ensure_partitions(16, 3)')
  const clock = await openMovableClock(base)
  const months = [monthAgo(15), monthAgo(14)] as const
  const turnMs = monthBegins(months[1]).getTime()
  const history = await recordHistory(base, clock, turnMs - 3 * 60_000)
  await clock.pool.end()
  // An entry has the hub's own clock, which does not stand.
  await base.owner.query('alter table audit_entry disable trigger user')
  await base.owner.query("update audit_entry set recorded_at = $1 where action = 'agents.heads'", [new Date(turnMs)])
  await base.owner.query('alter table audit_entry enable trigger user')
  const path = await mkdtemp(join(tmpdir(), 'counterfoil-event-archives-'))
  const identity = await findLogIdentity(base)
  const signer = checkpointSigner(identity?.origin ?? '', keys.checkpoints)
  return {
    ...base,
    months,
    turnMs,
    history,
    path,
    folder: openArchiveFolder(path),
    ctx: hubContext(base.pool),
    /** What waits has its place in the log, under a checkpoint. */
    async settle() {
      await sequenceAll(base.pool)
      await makeCheckpoint(hubContext(base.pool), signer)
    },
    /** Every event to the byte, month after month. */
    async rows() {
      const { rows } = await base.owner.query<{ row: string }>(
        'select e::text as row from event e order by recorded_on, store_id, agent_id, epoch, seq',
      )
      return rows.map(({ row }) => row)
    },
    async end() {
      await base.close()
      await rm(path, { recursive: true })
    },
  }
}
