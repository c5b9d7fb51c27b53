import { recordAct } from '../audit/index.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import type { ArchiveFolder } from './archive-folder.ts'
import { type ArchiveContext, holdArchives } from './archive-months.ts'
import { type Archive, readArchives, tellArchive } from './archive-row.ts'
import { FEWEST_MONTHS_KEPT, overFor } from './months.ts'

/**
 * Deletes the files of months that have been over for longer than they are kept, and records each. What their entries said is gone
 * with them; that they were there, their lines and their proofs stay. A month that was brought back is left alone.
 */
export async function pruneArchives(
  ctx: ArchiveContext,
  folder: ArchiveFolder,
  { keepMonths = FEWEST_MONTHS_KEPT }: { readonly keepMonths?: number | undefined } = {},
): Promise<Archive[]> {
  requireWholeChain(ctx)
  if (!Number.isInteger(keepMonths) || keepMonths < FEWEST_MONTHS_KEPT)
    throw new ServiceError('invalid', `Archives are kept for at least ${FEWEST_MONTHS_KEPT} months (PCI DSS 10.5.1).`)
  const pruned: Archive[] = []
  for (const archive of await readArchives(ctx.pool)) {
    const { month, awayAt, prunedAt, file } = archive
    if (prunedAt !== null || awayAt === null || !overFor(month, keepMonths, ctx.now())) continue
    await inTransaction(ctx, async (client) => {
      await holdArchives(client)
      await client.query('update audit_archive set pruned_at = $2 where month = $1', [month, ctx.now()])
      await recordAct(ctx, client, {
        action: 'audit.archive_pruned',
        target: { type: 'audit_month', id: month },
        after: { ...tellArchive(archive), keepMonths },
      })
    })
    // After the record: a file that is still there although it says so harms nobody.
    await folder.remove(file)
    pruned.push({ ...archive, prunedAt: ctx.now() })
  }
  return pruned
}
