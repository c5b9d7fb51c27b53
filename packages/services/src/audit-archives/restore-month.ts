import { entryBodies } from '@counterfoil/audit'
import type pg from 'pg'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import type { ArchiveFolder } from './archive-folder.ts'
import { type ArchiveContext, holdArchives } from './archive-months.ts'
import { type Archive, readArchive, tellArchive } from './archive-row.ts'
import { findChangedLines } from './find-changed-lines.ts'
import { noteTrouble } from './trouble.ts'
import { verifyKnown } from './verify-archive.ts'

const DAY_MS = 24 * 3_600_000
const MOST_DAYS = 366

export interface RestoreGiven {
  readonly month: string
  /** Another file of the folder than the one that was written; it must be the same to the byte. */
  readonly file?: string | undefined
  /** It is put away again after so many; until somebody says so unless told. */
  readonly days?: number | undefined
}

export interface Restored extends Archive {
  /** Entries whose line was changed while their bytes lay in the file; an incident too. */
  readonly changedLines: readonly number[]
}

/**
 * Brings what a month's entries say back from its file, after the file has been verified; the database takes only the very bytes
 * that were hashed, all of them or none.
 */
export async function restoreMonth(
  ctx: ArchiveContext,
  folder: ArchiveFolder,
  { month, file, days }: RestoreGiven,
): Promise<Restored> {
  requireWholeChain(ctx)
  if (days !== undefined && (!Number.isInteger(days) || days < 1 || days > MOST_DAYS))
    throw new ServiceError('invalid', `A month is brought back for 1 to ${MOST_DAYS} days, or until it is put away.`)
  const known = await readArchive(ctx.pool, month)
  if (known.awayAt === null) throw new ServiceError('conflict', `What the entries of ${month} say is here already.`)
  if (known.prunedAt !== null && file === undefined)
    throw new ServiceError('not_found', `The file of ${month} was deleted on purpose. Name a copy, if there is one.`)
  const name = file ?? known.file
  await verifyKnown(ctx, folder, known, name)
  return inTransaction(ctx, async (client) => {
    await holdArchives(client)
    await load(client, folder, name, month)
    const until = days === undefined ? null : new Date(ctx.now().getTime() + days * DAY_MS)
    await client.query('select finish_bringing_back($1, $2)', [month, until])
    const changedLines = await findChangedLines(client, known)
    if (changedLines.length > 0) await noteTrouble(ctx, client, month)
    await recordAct(ctx, client, {
      action: 'audit.restored',
      target: { type: 'audit_month', id: month },
      after: { ...tellArchive(known), until: until?.toISOString() ?? null, changedLines },
    })
    return { ...(await readArchive(client, month)), changedLines }
  })
}

async function load(client: pg.PoolClient, folder: ArchiveFolder, name: string, month: string): Promise<void> {
  const source = await folder.open(name)
  try {
    for await (const { first, bodies } of entryBodies(source))
      await client.query('select bring_back_bodies($1, $2, $3)', [month, first, bodies])
  } finally {
    await source.close()
  }
}

/** The month a file was written for, by its SHA-256. */
export async function findMonthOfFile(ctx: Pick<ServiceContext, 'pool'>, folder: ArchiveFolder, file: string): Promise<string> {
  const sha256 = await folder.sha256(file)
  const { rows } = await ctx.pool.query<{ month: string }>(`select month from audit_archive where sha256 = decode($1, 'hex')`, [
    sha256,
  ])
  const month = rows[0]?.month
  if (month === undefined)
    throw new ServiceError('not_found', `${folder.pathOf(file)} is no archive of this log: none has the SHA-256 ${sha256}.`)
  return month
}
