import type { HubParts } from './hub-parts.ts'
import type { JobName } from './metrics/job-metrics.ts'

/** Counts a run of a job and how long it took; what it gives and throws stays as it is. */
export async function watchJob<T>(
  { clock, metrics }: Pick<HubParts, 'clock' | 'metrics'>,
  job: JobName,
  work: () => Promise<T>,
): Promise<T> {
  const startedMs = clock.monotonicMs()
  let failed = true
  try {
    const result = await work()
    failed = false
    return result
  } finally {
    metrics.jobs.ended(job, (clock.monotonicMs() - startedMs) / 1_000, failed)
  }
}
