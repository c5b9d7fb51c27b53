import { openBundle, verifyBundle } from '@counterfoil/audit'
import type { ServiceContext } from '@counterfoil/services'
import { type ArchiveFolder, archiveMonths, restoreMonth } from '@counterfoil/services/audit-archives'
import { round } from '../statistics.ts'

export interface RestoreCost {
  readonly month: string
  readonly entries: number
  readonly fileMegabytes: number
  readonly archiveSeconds: number
  readonly restoreSeconds: number
  readonly restoredPerSecond: number
  /** The same file, verified and nothing else. */
  readonly verifiedPerSecond: number
}

/** The oldest month into its file, verified and taken out; then verified and back, to the byte. */
export async function measureRestore(ctx: ServiceContext, folder: ArchiveFolder, month: string): Promise<RestoreCost> {
  const began = performance.now()
  const [archive] = await archiveMonths(ctx, folder, { upTo: month })
  if (archive === undefined) throw new Error(`${month} was not archived`)
  const archivedMs = performance.now() - began
  const source = await openBundle(folder.pathOf(archive.file))
  const verifyBegan = performance.now()
  const report = await verifyBundle(source)
  const verifyMs = performance.now() - verifyBegan
  await source.close()
  if (report.verdict !== 'sound') throw new Error(`the archive is ${report.verdict}`)
  const restoreBegan = performance.now()
  await restoreMonth(ctx, folder, { month })
  const restoreMs = performance.now() - restoreBegan
  const entries = archive.to - archive.from
  return {
    month,
    entries,
    fileMegabytes: round(archive.bytes / 1e6),
    archiveSeconds: round(archivedMs / 1_000),
    restoreSeconds: round(restoreMs / 1_000),
    restoredPerSecond: Math.round((entries / restoreMs) * 1_000),
    verifiedPerSecond: Math.round((entries / verifyMs) * 1_000),
  }
}
