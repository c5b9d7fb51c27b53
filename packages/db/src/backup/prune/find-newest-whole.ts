import { parseLsn } from '../../lsn.ts'
import type { BaseManifest } from '../repository/base-manifest.ts'
import type { Repository } from '../repository/repository.ts'
import { findBaseFault } from '../verify-repository.ts'

/**
 * The newest base of which every file, and the log that makes it whole, is what was written; undefined when there is none. The newest
 * by the log: its places only ever grow, whatever the clock said.
 */
export async function findNewestWhole(repository: Repository, bases: readonly BaseManifest[]): Promise<BaseManifest | undefined> {
  for (const base of bases.toSorted(byLog).toReversed()) if ((await findBaseFault(repository, base)) === null) return base
  return undefined
}

function byLog(a: BaseManifest, b: BaseManifest): number {
  // The timeline first: a restored server goes on, on a higher one, from a place that the one before it had passed.
  const timelines = a.firstSegment.slice(0, 8).localeCompare(b.firstSegment.slice(0, 8))
  if (timelines !== 0) return timelines
  const [ofA, ofB] = [parseLsn(a.endLsn), parseLsn(b.endLsn)]
  return ofA < ofB ? -1 : ofA > ofB ? 1 : 0
}
