import { parseArgs } from 'node:util'
import { type Archive, listArchives, pruneArchives, verifyArchive } from '@counterfoil/services/audit-archives'
import { archiveFolder } from '../../archive-folder.ts'
import { UsageError } from '../../cli-error.ts'
import { withServices } from '../../open-services.ts'
import type { CliIo } from '../../verb.ts'

/** Lists the months in the archive, reads their files again, or deletes those that are kept no longer. */
export async function archives(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean' }, verify: { type: 'boolean' }, prune: { type: 'boolean' }, keep: { type: 'string' } },
  })
  if (values.keep !== undefined && (!values.prune || !/^\d{1,4}$/.test(values.keep)))
    throw new UsageError('--keep is a number of months, and belongs to --prune')
  const folder = archiveFolder(io)
  const keepMonths = values.keep === undefined ? undefined : Number(values.keep)
  const { shown, unsound } = await withServices(io, async (ctx) => {
    if (values.prune) return { shown: await pruneArchives(ctx, folder, { keepMonths }), unsound: 0 }
    let failed = 0
    if (values.verify)
      for (const { month, prunedAt } of await listArchives(ctx)) {
        if (prunedAt !== null) continue
        await verifyArchive(ctx, folder, month).catch((error: unknown) => {
          io.err(error instanceof Error ? error.message : String(error))
          failed += 1
        })
      }
    return { shown: await listArchives(ctx), unsound: failed }
  })
  if (values.json) io.out(JSON.stringify(shown))
  else for (const archive of shown) io.out(archiveLine(archive))
  if (!values.json && shown.length === 0)
    io.out(values.prune ? 'No archive is older than it must be kept.' : 'No month is in the archive.')
  return unsound === 0 ? 0 : 1
}

export function archiveLine(archive: Archive): string {
  const { month, from, to, file, bytes, verifiedAt } = archive
  return [
    month,
    `entries ${from} to ${to - 1}`,
    file,
    `${bytes} bytes`,
    `verified ${verifiedAt.toISOString()}`,
    stateOf(archive),
    ...(archive.trouble === null || archive.prunedAt !== null ? [] : [`FILE NOT SOUND: ${archive.trouble.replaceAll('_', ' ')}`]),
  ].join('  ')
}

function stateOf({ prunedAt, awayAt, restoredUntil }: Archive): string {
  if (prunedAt !== null) return `deleted ${prunedAt.toISOString()}`
  if (awayAt !== null) return 'in the file'
  return restoredUntil === null ? 'brought back' : `brought back until ${restoredUntil.toISOString()}`
}
