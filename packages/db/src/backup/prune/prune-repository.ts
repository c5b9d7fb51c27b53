import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BackupError } from '../backup-error.ts'
import { whenAbsent } from '../files/when-absent.ts'
import { type BaseManifest, basesFolder, listBases } from '../repository/base-manifest.ts'
import type { Repository } from '../repository/repository.ts'
import { rewriteWhole } from '../wal/wal-index.ts'
import { countAges } from './count-ages.ts'
import { findNewestWhole } from './find-newest-whole.ts'
import { readFolderClock } from './folder-clock.ts'

/** A base that cannot be opened has one before it. */
const LEAST_BASES = 2
const DAY_MS = 24 * 3_600_000

export interface PruneOptions {
  /** Every moment of so many days can still be brought back. */
  readonly keepDays: number
  readonly now: () => Date
  /** Keeps others from writing the log down meanwhile. Reading a large base takes long and is done before. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>
}

export interface Pruned {
  readonly bases: readonly string[]
  readonly segments: number
  /** ISO: the first moment that can still be brought back; undefined where there is no base. */
  readonly from: string | undefined
}

/**
 * Deletes what no moment of the last days needs: base backups before the newest one from before them, and the log before the first
 * base that is left. Days are counted by the slower of two clocks, this machine's and that of the folder's disk, and none of
 * a step that is much longer than usually lies between two bases; the newest base that is whole, and its log, stays whatever they say. Throws when none is whole: then
 * nothing is deleted. Killed anywhere it leaves what can be restored, and the next call goes on.
 */
export async function pruneRepository(repository: Repository, { keepDays, now, alone }: PruneOptions): Promise<Pruned> {
  const bases = await listBases(repository)
  const { folder } = repository
  const nowMs = Math.min(now().getTime(), await readFolderClock(folder))
  const ages = countAges(
    bases.map(({ finishedAt }) => Date.parse(finishedAt)),
    nowMs,
  )
  const needed = ages.findLastIndex((age) => age >= keepDays * DAY_MS)
  const wanted = Math.max(0, Math.min(needed, bases.length - LEAST_BASES))
  const first = wanted === 0 ? 0 : Math.min(wanted, await placeOfNewestWhole(repository, bases))
  return alone(() => remove(folder, bases.slice(0, first), bases.slice(first)))
}

async function remove(folder: string, gone: readonly BaseManifest[], kept: readonly BaseManifest[]): Promise<Pruned> {
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

/** Bases are in the order of their times; one that was made by a clock far behind stands first, and is the newest all the same. */
async function placeOfNewestWhole(repository: Repository, bases: readonly BaseManifest[]): Promise<number> {
  const newest = await findNewestWhole(repository, bases)
  if (newest === undefined)
    throw new BackupError(
      `No base backup in ${repository.folder} is whole ("backup verify" names what is wrong), so none was deleted. Make a new one.`,
    )
  return bases.indexOf(newest)
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
