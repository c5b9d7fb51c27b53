import { recordAct } from '../audit/index.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import type { ArchiveFolder } from './archive-folder.ts'
import { type ArchiveContext, holdArchives } from './archive-months.ts'
import { type Archive, readArchive, tellArchive } from './archive-row.ts'
import { verifyKnown } from './verify-archive.ts'

/** Takes a month that was brought back out of the database again, after its file has been read once more. */
export async function putAwayMonth(ctx: ArchiveContext, folder: ArchiveFolder, month: string): Promise<Archive> {
  requireWholeChain(ctx)
  const known = await readArchive(ctx.pool, month)
  if (known.awayAt !== null)
    throw new ServiceError('conflict', `What the entries of ${month} say is in the archive alone already.`)
  // One whose file was deleted on purpose came from a copy somewhere else, which is not ours to look at.
  if (known.prunedAt === null) await verifyKnown(ctx, folder, known)
  return inTransaction(ctx, async (client) => {
    await holdArchives(client)
    await client.query('select put_away_bodies($1)', [month])
    await recordAct(ctx, client, {
      action: 'audit.put_away',
      target: { type: 'audit_month', id: month },
      after: tellArchive(known),
    })
    return readArchive(client, month)
  })
}
