/** What was free at a moment, by the monotonic clock. */
export interface FreeSample {
  readonly atMs: number
  readonly freeBytes: number
}

/** A shorter look tells of one file, not of a habit. */
const LEAST_SPAN_MS = 30 * 60_000
const KEPT_MS = 6 * 3_600_000
const SAMPLE_EVERY_MS = 60_000

/** Keeps one sample a minute, of the last six hours. */
export function addSample(samples: readonly FreeSample[], sample: FreeSample): readonly FreeSample[] {
  const last = samples.at(-1)
  if (last !== undefined && sample.atMs - last.atMs < SAMPLE_EVERY_MS) return samples
  return [...samples.filter(({ atMs }) => sample.atMs - atMs <= KEPT_MS), sample]
}

/** Seconds until nothing is free if the disk fills as it did, by the line of least squares; null while it does not fill. */
export function forecastFull(samples: readonly FreeSample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)]
  if (first === undefined || last === undefined || last.atMs - first.atMs < LEAST_SPAN_MS) return null
  const meanAt = samples.reduce((sum, { atMs }) => sum + atMs, 0) / samples.length
  const meanFree = samples.reduce((sum, { freeBytes }) => sum + freeBytes, 0) / samples.length
  let covariance = 0
  let variance = 0
  for (const { atMs, freeBytes } of samples) {
    covariance += (atMs - meanAt) * (freeBytes - meanFree)
    variance += (atMs - meanAt) ** 2
  }
  const bytesPerMs = covariance / variance
  return bytesPerMs < 0 ? last.freeBytes / -bytesPerMs / 1_000 : null
}
