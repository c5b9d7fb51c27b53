import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInstallation, type TestDatabase } from '@counterfoil/db/testing'
import { checkpointSigner, findLogIdentity, makeCheckpoint } from '../src/audit/index.ts'
import { openArchiveFolder } from '../src/audit-archives/index.ts'
import { monthOf, monthsAfter } from '../src/audit-archives/months.ts'
import { deriveHubKeys, registerHubKeys } from '../src/vault/index.ts'
import { hubContext, sequenceAll } from './audit-log-bed.ts'
import { openPeopleBed } from './people-bed.ts'

export const ARCHIVE_SECRET = new Uint8Array(32).fill(11)
const keys = deriveHubKeys(ARCHIVE_SECRET)

/** A log whose entries can be recorded in the past, and a folder for its archives. */
export async function openArchiveBed() {
  const bed = await openPeopleBed()
  const { pool, db } = bed.database
  const path = await mkdtemp(join(tmpdir(), 'counterfoil-archives-'))
  await createInstallation(db)
  await registerHubKeys(hubContext(pool), [keys])
  const identity = await findLogIdentity({ pool })
  const signer = checkpointSigner(identity?.origin ?? '', keys.checkpoints)

  return {
    ...bed,
    /** Real months: the database refuses by its own clock. */
    month: monthAgo,
    path,
    folder: openArchiveFolder(path),
    ctx: hubContext(pool),
    closeMonth: (month: string) => closeMonth(bed.database, month, signer),
    async end() {
      await bed.close()
      await rm(path, { recursive: true })
    },
  }
}

export const monthAgo = (ago: number) => monthsAfter(monthOf(new Date()), -ago)

/** What waits for its place is made to have been recorded in a month, then gets its place and a checkpoint. */
export async function closeMonth(
  { pool, owner }: Pick<TestDatabase, 'pool' | 'owner'>,
  month: string,
  signer: ReturnType<typeof checkpointSigner>,
): Promise<number> {
  await owner.query('alter table audit_entry disable trigger user')
  await owner.query(
    `update audit_entry set recorded_at = ($1 || '-15')::timestamptz + (q.nth % 1000) * interval '1 second' from audit_queue q where q.entry_id = id`,
    [month],
  )
  await owner.query('alter table audit_entry enable trigger user')
  await sequenceAll(pool)
  await makeCheckpoint(hubContext(pool), signer)
  const { rows } = await pool.query<{ size: number }>('select size from audit_tree')
  await pool.query('update audit_follower set next_idx = $1', [rows[0]?.size])
  return rows[0]?.size ?? 0
}
