import { median } from '../../statistics.ts'
import { surelyMore } from './surely-more.ts'

/** What the hub held at a moment, after its garbage was collected. */
export interface Held {
  readonly atSeconds: number
  readonly heapMb: number
  readonly handles: number
  readonly files: number
}

export interface Soaked {
  readonly held: readonly Held[]
  /** Of the acknowledgements, minute by minute. */
  readonly p99Ms: readonly number[]
}

export interface Flatness {
  /** By the median of all slopes between two samples of the second half of the run. */
  readonly heapSlopeMbPerHour: number
  /** The last third against the one before it; 1 is flat. */
  readonly heapRatio: number
  /** By the least of each third. */
  readonly handlesGrown: number
  readonly filesGrown: number
  readonly p99Ratio: number
  /** How surely it has grown, in standard deviations of what goes up and down by chance. */
  readonly p99Surely: number
  /** What is not flat of what it holds, and of how long it takes, in words. */
  readonly problems: readonly string[]
  readonly slower: readonly string[]
}

/** Caches fill and pages come once: what is left of them after the first third is noise of so much. */
const HEAP_SHARE = 0.05
const HEAP_MB = 3
const HANDLES = 5
/** Under this a p99 is the machine's noise. */
const P99_MS = 50
const P99_RATIO = 1.5
/** Of what only goes up and down by chance, one run in twenty looks so. */
const SURE = 1.64

/** Whether a hub that ran for long holds and answers at the end as it did before. The first third is its warm-up. */
export function judgeFlatness({ held, p99Ms }: Soaked): Flatness {
  const [, before, after] = thirds(held)
  const [, p99Before, p99After] = thirds(p99Ms)
  if (before.length === 0 || after.length === 0 || p99After.length === 0)
    throw new Error('A soak of fewer than three samples says nothing: run it for longer.')
  const middle = (part: readonly Held[], of: (one: Held) => number) => median(part.map(of))
  const heapBefore = middle(before, ({ heapMb }) => heapMb)
  const heapGrown = middle(after, ({ heapMb }) => heapMb) - heapBefore
  // What is under way at a look only adds: the more the machine has to do, the more. What leaks raises the least as well.
  const least = (part: readonly Held[], of: (one: Held) => number) => Math.min(...part.map(of))
  const handlesGrown = least(after, ({ handles }) => handles) - least(before, ({ handles }) => handles)
  const filesGrown = least(after, ({ files }) => files) - least(before, ({ files }) => files)
  const p99Was = Math.max(P99_MS, median(p99Before))
  const p99Ratio = Math.max(P99_MS, median(p99After)) / p99Was
  const problems: string[] = []
  if (heapGrown > Math.max(HEAP_MB, heapBefore * HEAP_SHARE))
    problems.push(`the heap grew by ${heapGrown.toFixed(1)} MB from one third of the run to the next`)
  if (handlesGrown > HANDLES) problems.push(`${handlesGrown} more handles are open`)
  if (filesGrown > HANDLES) problems.push(`${filesGrown} more files are open`)
  // What else runs on the machine makes single looks several times as long: only what stays up has grown.
  const p99Surely = surelyMore(p99Before, p99After)
  const slower = p99Ratio > P99_RATIO && p99Surely > SURE ? [`the p99 became ${p99Ratio.toFixed(1)} times as long`] : []
  return {
    heapSlopeMbPerHour: slopePerHour([...before, ...after]),
    heapRatio: (heapBefore + heapGrown) / heapBefore,
    handlesGrown,
    filesGrown,
    p99Ratio,
    p99Surely,
    problems,
    slower,
  }
}

function thirds<T>(all: readonly T[]): [readonly T[], readonly T[], readonly T[]] {
  const size = Math.floor(all.length / 3)
  return [all.slice(0, all.length - 2 * size), all.slice(all.length - 2 * size, all.length - size), all.slice(all.length - size)]
}

/** Theil and Sen's: one odd sample moves it little. */
function slopePerHour(held: readonly Held[]): number {
  const slopes = held.flatMap((one, nth) =>
    held.slice(nth + 1).map((other) => ((other.heapMb - one.heapMb) / (other.atSeconds - one.atSeconds)) * 3_600),
  )
  return median(slopes)
}
