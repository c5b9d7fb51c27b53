import { tellFoldedRefusals } from '@counterfoil/services/audit'
import { countOverdueDays } from '@counterfoil/services/audit-review'
import type { Timer } from '@counterfoil/services/clock'
import { endOverdueCommands } from '@counterfoil/services/commands'
import { expireAllPhotos } from '@counterfoil/services/device-documents'
import { watchLog } from '@counterfoil/services/incidents'
import { disableUnused } from '@counterfoil/services/people'
import { clearRates } from '@counterfoil/services/rate-limits'
import { forecastDisk, measureSizes, purgeDue } from '@counterfoil/services/retention'
import type { HubParts } from './hub-parts.ts'
import type { JobName } from './metrics/job-metrics.ts'
import { watchJob } from './watch-job.ts'

interface Chore {
  readonly job: JobName
  readonly everyMs: number
  readonly run: () => Promise<unknown>
  /** What the log says when it fails. */
  readonly failed: string
}

const RETRY_MS = 60_000

/** What the database needs from time to time, done by each hub: all of it may be done twice. */
export function createUpkeep(
  parts: Pick<HubParts, 'pool' | 'clock' | 'log' | 'newId' | 'metrics' | 'machine'>,
  here: { readonly tellCommands: () => Promise<void> },
): { close(): void } {
  const { pool, clock, log, newId, metrics, machine } = parts
  const timers = new Map<Chore, Timer>()
  let closed = false

  const chores: readonly Chore[] = [
    {
      job: 'partitions',
      // Ahead of time, so that nothing lands in the default partition.
      everyMs: 6 * 3_600_000,
      run: () => pool.query('select ensure_partitions(1, 3)'),
      failed: 'the coming months’ partitions could not be made; it is tried again',
    },
    {
      job: 'clear_rates',
      everyMs: 10 * 60_000,
      run: () => clearRates({ pool, now: () => new Date(clock.nowMs()) }),
      failed: 'limits that nobody uses up any more could not be cleared; it is tried again',
    },
    {
      job: 'unused_accounts',
      // PCI DSS 8.2.6. Of several hubs that look at once, one disables each account.
      everyMs: 24 * 3_600_000,
      run: disableUnusedAccounts,
      failed: 'accounts nobody uses could not be looked for; it is tried again',
    },
    {
      job: 'watch_log',
      // PCI DSS 10.7.2: a log that stands is noticed within a minute, by whichever hub is there.
      everyMs: 15_000,
      run: () => watchLog({ pool, newId, now: () => new Date(clock.nowMs()) }),
      failed: 'whether the log goes on could not be looked up; it is tried again',
    },
    {
      job: 'folded_refusals',
      everyMs: 30_000,
      run: () => tellFoldedRefusals({ pool, newId, actor: { kind: 'system', name: 'hub' }, now: () => new Date(clock.nowMs()) }),
      failed: 'refusals that were only counted could not be told in the log; they stay counted, and it is tried again',
    },
    {
      job: 'overdue_reviews',
      everyMs: 5 * 60_000,
      run: countOverdue,
      failed: 'days that nobody signed could not be counted; it is tried again',
    },
    {
      job: 'tell_commands',
      // What was asked while nobody listened, or told on a connection that had gone.
      everyMs: 15_000,
      run: here.tellCommands,
      failed: 'commands that wait for agents could not be looked up; it is tried again',
    },
    {
      job: 'overdue_commands',
      everyMs: 60_000,
      run: () => endOverdueCommands({ pool, now: () => new Date(clock.nowMs()) }),
      failed: 'commands whose time is over could not be ended; it is tried again',
    },
    {
      job: 'left_photos',
      everyMs: 3_600_000,
      run: () => expireAllPhotos({ pool, newId, now: () => new Date(clock.nowMs()) }),
      failed: 'photos whose inspection never came could not be taken away; it is tried again',
    },
    {
      job: 'retention',
      // Each class once a day, by one of the hubs; what was cut off is gone on with within the hour.
      everyMs: 3_600_000,
      run: purge,
      failed: 'what is older than its period could not be deleted; it is tried again',
    },
    {
      job: 'measure_sizes',
      everyMs: 3_600_000,
      run: measure,
      failed: 'how much room each class of data takes could not be measured; it is tried again',
    },
  ]

  async function measure(): Promise<void> {
    const ctx = { pool, actor: { kind: 'system', name: 'hub' }, now: () => new Date(clock.nowMs()) } as const
    const disk = machine?.disks.find(({ place }) => place === 'database')
    await measureSizes(ctx, disk === undefined ? null : ((await machine?.readDisk(disk.path)) ?? null))
    metrics.machine.showForecast(await forecastDisk(ctx))
  }

  async function purge(): Promise<void> {
    const actor = { kind: 'system', name: 'hub' } as const
    const done = await purgeDue({ pool, newId, actor, now: () => new Date(clock.nowMs()) }, { stopped: () => closed })
    const removed = done?.filter((one) => one.removed > 0) ?? []
    if (removed.length > 0) log.info({ removed }, 'what was older than its period was deleted')
  }

  async function countOverdue(): Promise<void> {
    const actor = { kind: 'system', name: 'hub' } as const
    metrics.reviewOverdue.set(await countOverdueDays({ pool, actor, now: () => new Date(clock.nowMs()) }))
  }

  async function disableUnusedAccounts(): Promise<void> {
    const actor = { kind: 'system', name: 'hub' } as const
    const disabled = await disableUnused({ pool, actor, now: () => new Date(clock.nowMs()), newId })
    if (disabled.length > 0) log.info({ accounts: disabled.length }, 'accounts nobody used for 90 days were disabled')
  }

  async function run(chore: Chore): Promise<void> {
    let nextMs = chore.everyMs
    try {
      await watchJob(parts, chore.job, chore.run)
    } catch (error) {
      log.warn({ err: error }, chore.failed)
      nextMs = RETRY_MS
    }
    if (!closed)
      timers.set(
        chore,
        clock.startTimer(nextMs, () => void run(chore)),
      )
  }

  for (const chore of chores) void run(chore)
  return {
    close() {
      closed = true
      for (const timer of timers.values()) timer.cancel()
    },
  }
}
