import { isServiceError } from '../errors.ts'
import type { ArchiveFolder } from './archive-folder.ts'
import { type ArchiveContext, archiveMonths, BUSY } from './archive-months.ts'
import { type Archive, readArchives } from './archive-row.ts'
import { nextMonth } from './due-month.ts'
import { putAwayMonth } from './put-away-month.ts'
import { openTrouble } from './trouble.ts'
import { verifyArchive } from './verify-archive.ts'

export interface Tended {
  readonly archived: readonly string[]
  readonly putAway: readonly string[]
  readonly verified: readonly string[]
}

const VERIFY_EVERY_MS = 30 * 24 * 3_600_000

/**
 * What a day asks of the archives: months that are due are written, those brought back for a time go again, and the file nobody
 * has read for a month is read. What fails is an incident (PCI DSS 10.7.2) and is thrown, after everything else was tried.
 */
export async function tendArchives(ctx: ArchiveContext, folder: ArchiveFolder): Promise<Tended> {
  const failures: unknown[] = []
  const noted = async (work: () => Promise<unknown>, month: () => Promise<string>): Promise<boolean> => {
    try {
      await work()
      return true
    } catch (error) {
      // Somebody at the server is at it: the next round finds what is left.
      if (isServiceError(error) && error.reason === BUSY) return false
      failures.push(error)
      await openTrouble(ctx, await month())
      return false
    }
  }
  let archived: readonly Archive[] = []
  await noted(
    async () => {
      archived = await archiveMonths(ctx, folder)
    },
    async () => (await nextMonth(ctx.pool))?.month ?? '',
  )
  const archives = await readArchives(ctx.pool)
  const nowMs = ctx.now().getTime()
  const putAway: string[] = []
  for (const { month, restoredUntil } of archives) {
    if (restoredUntil === null || restoredUntil.getTime() > nowMs) continue
    if (
      await noted(
        () => putAwayMonth(ctx, folder, month),
        async () => month,
      )
    )
      putAway.push(month)
  }
  const [stale] = archives
    .filter(({ prunedAt, verifiedAt }) => prunedAt === null && nowMs - verifiedAt.getTime() > VERIFY_EVERY_MS)
    .sort((left, right) => left.verifiedAt.getTime() - right.verifiedAt.getTime())
  const verified =
    stale !== undefined &&
    (await noted(
      () => verifyArchive(ctx, folder, stale.month),
      async () => stale.month,
    ))
  if (failures.length > 0) throw failures[0]
  return { archived: archived.map(({ month }) => month), putAway, verified: verified ? [stale.month] : [] }
}
