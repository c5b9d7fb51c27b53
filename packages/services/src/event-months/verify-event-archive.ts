import type { ArchiveFolder } from '../audit-archives/index.ts'
import { isServiceError } from '../errors.ts'
import { requireWholeChain } from '../permissions/index.ts'
import { type EventArchive, readEventArchive, readEventArchives } from './archive-row.ts'
import { type EventArchiveContext, requireOrigin } from './put-away-events.ts'
import { verifyArchiveFile } from './verify-archive-file.ts'

export async function listEventArchives(ctx: Pick<EventArchiveContext, 'pool' | 'actor'>): Promise<EventArchive[]> {
  requireWholeChain(ctx)
  return readEventArchives(ctx.pool)
}

/** Reads an archive's file again and notes what was found; a file that is not sound is told as `conflict` or `not_found`. */
export async function verifyEventArchive(ctx: EventArchiveContext, folder: ArchiveFolder, month: string): Promise<EventArchive> {
  requireWholeChain(ctx)
  const known = await readEventArchive(ctx.pool, month)
  const note = (trouble: string | null) =>
    ctx.pool.query('update event_archive set verified_at = $2, trouble = $3 where month = $1', [month, ctx.now(), trouble])
  try {
    await verifyArchiveFile(folder, known.file, { month, origin: await requireOrigin(ctx), known })
  } catch (error) {
    if (isServiceError(error)) await note(error.reason ?? error.code)
    throw error
  }
  await note(null)
  return readEventArchive(ctx.pool, month)
}
