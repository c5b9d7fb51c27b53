import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BackupError } from './backup-error.ts'
import { whenAbsent } from './files/when-absent.ts'
import { basesFolder, listBases } from './repository/base-manifest.ts'
import type { Repository } from './repository/repository.ts'
import { rewriteWhole } from './wal/wal-index.ts'

/** A base that cannot be opened has one before it. */
const LEAST_BASES = 2
const DAY_MS = 24 * 3_600_000

export interface PruneOptions {
  /** Every moment of so many days can still be brought back. */
  readonly keepDays: number
  readonly now: () => Date
}

export interface Pruned {
  readonly bases: readonly string[]
  readonly segments: number
  /** ISO: the first moment that can still be brought back; undefined where there is no base. */
  readonly from: string | undefined
}

/**
 * Deletes what no moment of the last days needs: base backups before the newest one from before them, and the log before the first
 * base that is left. Killed anywhere it leaves what can be restored, and the next call goes on. Whoever calls it writes no log meanwhile.
 */
export async function pruneRepository(repository: Repository, { keepDays, now }: PruneOptions): Promise<Pruned> {
  const bases = await listBases(repository)
  const since = now().getTime() - keepDays * DAY_MS
  const needed = bases.findLastIndex(({ finishedAt }) => Date.parse(finishedAt) <= since)
  const first = Math.max(0, Math.min(needed, bases.length - LEAST_BASES))
  const [gone, kept] = [bases.slice(0, first), bases.slice(first)]
  const { folder } = repository
  // Without its manifest a base is none.
  for (const { name } of gone) await rm(join(basesFolder(folder), name, 'manifest.json'), { force: true })
  await removeUnfinished(folder, kept[0]?.name)
  let segments = 0
  for (const line of await readdir(join(folder, 'wal')).catch(whenAbsent<string[]>([]))) {
    const needing = kept.filter((base) => base.line === line)
    // A line that no base has begun yet is one that is being written.
    if (needing.length === 0 && !gone.some((base) => base.line === line)) continue
    segments += await pruneLine(
      folder,
      line,
      needing.map(({ firstSegment }) => firstSegment),
    )
  }
  return { bases: gone.map(({ name }) => name), segments, from: kept[0]?.finishedAt }
}

/** What an earlier call, or a base that was broken off, left: names begin with the time. */
async function removeUnfinished(folder: string, before: string | undefined): Promise<void> {
  for (const name of await readdir(basesFolder(folder)).catch(whenAbsent<string[]>([]))) {
    if (before === undefined || name >= before) continue
    const held = await readdir(join(basesFolder(folder), name))
    if (!held.includes('manifest.json')) await rm(join(basesFolder(folder), name), { recursive: true, force: true })
  }
}

async function pruneLine(folder: string, line: string, needed: readonly string[]): Promise<number> {
  const at = join(folder, 'wal', line)
  if (needed.length === 0) {
    const held = await readdir(at)
    await rm(at, { recursive: true, force: true })
    return held.filter((name) => /^[0-9A-F]{24}/.test(name)).length
  }
  const from = needed.toSorted()[0] ?? ''
  if (!/^[0-9A-F]{24}$/.test(from)) throw new BackupError(`"${from}" is no segment of a log.`)
  // The list first: a file that is in no list is rubbish, a list that names a file that is gone is a hole.
  await rewriteWhole(folder, line, (segment) => segment >= from)
  let removed = 0
  for (const name of await readdir(at)) {
    if (!/^[0-9A-F]{24}/.test(name) || name.slice(0, 24) >= from) continue
    await rm(join(at, name), { force: true })
    removed += 1
  }
  return removed
}
