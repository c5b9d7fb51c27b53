import { BackupError } from '../backup-error.ts'
import { type BaseManifest, listBases } from '../repository/base-manifest.ts'
import type { Repository } from '../repository/repository.ts'
import { type KeptSegment, readWal } from '../wal/wal-index.ts'

/** What is brought back, and from where. */
export interface Chosen {
  readonly base: BaseManifest
  /** From the base's first on, none missing. */
  readonly segments: readonly KeptSegment[]
  /** ISO: the log in the backup goes on to here. */
  readonly reachesTo: string
}

/** The newest base backup from before the moment (or before now) and the log from there on. Throws with what can be had instead. */
export async function chooseBase(repository: Repository, at: Date | undefined): Promise<Chosen> {
  const bases = await listBases(repository)
  const [oldest] = bases
  if (oldest === undefined) throw new BackupError(`${repository.folder} holds no finished base backup.`)
  const base = at === undefined ? bases.at(-1) : bases.findLast(({ finishedAt }) => Date.parse(finishedAt) <= at.getTime())
  if (base === undefined)
    throw new BackupError(`The oldest base backup was finished at ${oldest.finishedAt}: nothing before it can be brought back.`)
  const segments = await segmentsOf(repository, base)
  const reachesTo = segments.at(-1)?.at ?? base.finishedAt
  if (at !== undefined && at.getTime() > Date.parse(reachesTo))
    throw new BackupError(`The backup reaches to ${reachesTo}. Leave --at out to bring back all there is.`)
  return { base, segments, reachesTo }
}

export async function segmentsOf({ folder }: Repository, { line, firstSegment, name }: BaseManifest): Promise<KeptSegment[]> {
  const { whole, partial } = await readWal(folder, line)
  const all = partial ? [...whole, partial] : whole
  const begin = all.findIndex(({ segment }) => segment === firstSegment)
  if (begin < 0) throw new BackupError(`The log that ${name} needs (${firstSegment}) is not in the backup.`)
  return all.slice(begin)
}
