import type pg from 'pg'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { writeZip } from '../zip/index.ts'
import { archiveBundle } from './archive-bundle.ts'
import type { ArchiveFolder } from './archive-folder.ts'
import { type Archive, readArchive, tellArchive } from './archive-row.ts'
import { type DueRange, isDue, nextMonth, rangeOf, signerOf } from './due-month.ts'

import { findChangedLines } from './find-changed-lines.ts'
import { monthsAfter } from './months.ts'
import { endTrouble } from './trouble.ts'
import { verifyFile } from './verify-file.ts'

export type ArchiveContext = Pick<ServiceContext, 'pool' | 'actor' | 'now' | 'newId'>

/** Whoever writes, brings back or puts away holds this lock: any number, the same in every process. */
const ARCHIVE_LOCK = 4_017_024
export const BUSY = 'archives_busy'

/**
 * Moves months that have been over for three months into files, one after the other, up to one of them or all that are due.
 * A month's file is written, read again from the disk and verified before anything is taken out of the database.
 */
export async function archiveMonths(
  ctx: ArchiveContext,
  folder: ArchiveFolder,
  { upTo }: { readonly upTo?: string } = {},
): Promise<Archive[]> {
  requireWholeChain(ctx)
  if (upTo !== undefined && !isDue(upTo, ctx.now()))
    throw new ServiceError('invalid', `The month ${upTo} stays at hand: it has not been over for three months.`)
  const done: Archive[] = []
  const next = await nextMonth(ctx.pool)
  for (let month = next?.month; month !== undefined && isDue(month, ctx.now()); month = monthsAfter(month, 1)) {
    if (upTo !== undefined && month > upTo) break
    const archive = await inTransaction(ctx, (client) => archiveMonth(ctx, client, folder, month))
    if (archive !== null) done.push(archive)
  }
  return done
}

async function archiveMonth(
  ctx: ArchiveContext,
  client: pg.PoolClient,
  folder: ArchiveFolder,
  month: string,
): Promise<Archive | null> {
  await holdArchives(client)
  const next = await nextMonth(client)
  // Another hub was quicker.
  if (next === null || next.month > month) return null
  const range = await rangeOf(client, month, next.from)
  if (range === null) return null
  const [changed] = await findChangedLines(client, range)
  if (changed !== undefined)
    throw new ServiceError('conflict', `The line of entry ${changed} does not say what its bytes say: somebody changed it.`, {
      reason: 'archive_line_changed',
    })
  const file = `audit-${month}.zip`
  const { sha256, bytes } = await writeFile(ctx, client, folder, file, range)
  const now = ctx.now()
  await client.query(
    `insert into audit_archive (month, from_idx, to_idx, root, file, sha256, bytes, made_at, verified_at)
     values ($1, $2, $3, $4, $5, decode($6, 'hex'), $7, $8, $8)`,
    [month, range.from, range.to, range.root, file, sha256, bytes, now],
  )
  await client.query('select put_away_bodies($1)', [month])
  const archive = await readArchive(client, month)
  await recordAct(ctx, client, {
    action: 'audit.archived',
    target: { type: 'audit_month', id: month },
    after: tellArchive(archive),
  })
  await endTrouble(ctx, client, month)
  return archive
}

async function writeFile(ctx: ArchiveContext, client: pg.PoolClient, folder: ArchiveFolder, file: string, range: DueRange) {
  const { from, to, note } = range
  const signer = await signerOf(ctx, note)
  const bytes = await folder.write(file, writeZip(archiveBundle(client, { from, to, ...signer, madeAt: ctx.now() })))
  const { sha256 } = await verifyFile(folder, file, { from, to, note, ...signer })
  return { bytes, sha256 }
}

/** `conflict` while somebody else is at it. */
export async function holdArchives(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1) as got', [ARCHIVE_LOCK])
  if (rows[0]?.got !== true)
    throw new ServiceError('conflict', 'Somebody else is at the archives now. Try again later.', { reason: BUSY })
}
