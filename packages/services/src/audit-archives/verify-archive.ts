import type { ServiceContext } from '../context.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import type { ArchiveFolder } from './archive-folder.ts'
import { type Archive, readArchive } from './archive-row.ts'
import { signerOf } from './due-month.ts'
import { endTrouble, openTrouble } from './trouble.ts'
import { verifyFile } from './verify-file.ts'

/** Reads an archive's file again and notes what was found; a file that is not sound opens an incident and is told as `conflict`. */
export async function verifyArchive(
  ctx: Pick<ServiceContext, 'pool' | 'actor' | 'now' | 'newId'>,
  folder: ArchiveFolder,
  month: string,
): Promise<Archive> {
  requireWholeChain(ctx)
  const archive = await readArchive(ctx.pool, month)
  if (archive.prunedAt !== null) throw new ServiceError('not_found', `The file of ${month} was deleted on purpose.`)
  try {
    await verifyKnown(ctx, folder, archive)
  } catch (error) {
    if (!isServiceError(error)) throw error
    await ctx.pool.query('update audit_archive set verified_at = $2, trouble = $3 where month = $1', [
      month,
      ctx.now(),
      error.reason ?? error.code,
    ])
    await openTrouble(ctx, month)
    throw error
  }
  return inTransaction(ctx, async (client) => {
    await client.query('update audit_archive set verified_at = $2, trouble = null where month = $1', [month, ctx.now()])
    await endTrouble(ctx, client, month)
    return readArchive(client, month)
  })
}

/** The file against its row, the checkpoint in the database and the log's own keys. */
export async function verifyKnown(ctx: Pick<ServiceContext, 'pool'>, folder: ArchiveFolder, archive: Archive, file?: string) {
  const { from, to, sha256 } = archive
  const { rows } = await ctx.pool.query<{ note: string }>(
    `select c.note from audit_checkpoint c join audit_archive a on a.month = $1 and c.size = a.to_idx and c.root = a.root
     order by c.signed_at desc limit 1`,
    [archive.month],
  )
  const note = rows[0]?.note
  if (note === undefined) throw new ServiceError('conflict', `The checkpoint of ${to} entries is not there any more.`)
  await verifyFile(folder, file ?? archive.file, { from, to, note, sha256, ...(await signerOf(ctx, note)) })
}
