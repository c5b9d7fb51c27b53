import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** What the hub does by itself, over and over. */
export const jobNames = [
  'partitions',
  'clear_rates',
  'unused_accounts',
  'watch_log',
  'folded_refusals',
  'overdue_reviews',
  'tell_commands',
  'overdue_commands',
  'left_photos',
  'retention',
  'measure_sizes',
  'log_keeper',
  'log_follower',
  'log_streams',
  'foreign_witnesses',
  'log_archives',
  'event_archives',
  'evidence',
  'funds_import',
  'funds_tasks',
  'funds_folder',
  'funds_pulls',
  'funds_expect',
  'funds_match',
  'node_beat',
  'operations',
  'alert_notices',
  'alert_destinations',
  'device_health',
  'commissioning',
  'drills',
  'redundancy',
  'rollouts',
  'command_groups',
] as const
export type JobName = (typeof jobNames)[number]

export interface JobMetrics {
  ended(job: JobName, seconds: number, failed: boolean): void
  /** How often each has failed since it last went well. */
  failuresInARow(): ReadonlyMap<JobName, number>
}

export function createJobMetrics(registry: Registry): JobMetrics {
  const registers = [registry]
  const inARow = new Map<JobName, number>(jobNames.map((job) => [job, 0]))
  const runs = new Counter({
    name: 'counterfoil_job_runs_total',
    help: 'Runs of the hub’s own jobs that went well',
    labelNames: ['task'],
    registers,
  })
  const failures = new Counter({
    name: 'counterfoil_job_failures_total',
    help: 'Runs of the hub’s own jobs that failed',
    labelNames: ['task'],
    registers,
  })
  const failing = new Gauge({
    name: 'counterfoil_job_failures_in_a_row',
    help: 'Failed runs since the last one that went well',
    labelNames: ['task'],
    registers,
  })
  const seconds = new Histogram({
    name: 'counterfoil_job_duration_seconds',
    help: 'How long a run took',
    labelNames: ['task'],
    buckets: [0.01, 0.1, 1, 10, 60, 600],
    registers,
  })
  // A series that begins with its first failure shows no increase.
  for (const job of jobNames) {
    runs.inc({ task: job }, 0)
    failures.inc({ task: job }, 0)
    failing.set({ task: job }, 0)
    seconds.zero({ task: job })
  }
  return {
    ended(job, took, failed) {
      const failuresNow = failed ? (inARow.get(job) ?? 0) + 1 : 0
      inARow.set(job, failuresNow)
      failing.set({ task: job }, failuresNow)
      if (failed) failures.inc({ task: job })
      else runs.inc({ task: job })
      seconds.observe({ task: job }, took)
    },
    failuresInARow: () => inARow,
  }
}
