import { isServiceError } from '@counterfoil/services'
import { findLogOrigin } from '@counterfoil/services/audit'
import type { Timer } from '@counterfoil/services/clock'
import { listStreams, nextEntries, noteDelivery, noteStopped, openStreamSecret, type Stream } from '@counterfoil/services/streams'
import { createOpener, VaultError } from '@counterfoil/services/vault'
import type { HubParts } from '../../hub-parts.ts'
import { watchJob } from '../../watch-job.ts'
import { deliverHttps } from './deliver-https.ts'
import { deliverSyslog } from './deliver-syslog.ts'
import { outgoing, wordOf } from './delivery.ts'

export interface Streams {
  /** Ends deliveries under way; what was not taken is sent again by the next start. */
  close(): Promise<void>
}

type Parts = Pick<HubParts, 'pool' | 'clock' | 'newId' | 'random' | 'log' | 'metrics' | 'keys'>

const ROUND_MS = 1_000
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 60_000
/** So many in a row, and it is told as stopped. */
const FAILURES_UNTIL_STOPPED = 3

/** Sends the log on to other systems, from the hub that keeps it; the cursors are in the database, so any hub goes on. */
export function runStreams(parts: Parts, leads: () => boolean): Streams {
  const { pool, clock, newId, random, log, metrics } = parts
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()), actor: { kind: 'system', name: 'hub' } } as const
  const opener = createOpener(parts.keys.map(({ vault }) => vault.privateKey))
  const ending = new AbortController()
  const underWay = new Map<string, Promise<void>>()
  const failing = new Map<string, { failures: number; dueAtMs: number }>()
  let timer: Timer | null = null
  let running = Promise.resolve()

  async function round(): Promise<void> {
    if (!leads()) return metrics.streamBehind.reset()
    const streams = await listStreams(ctx)
    metrics.streamBehind.reset()
    metrics.streamStopped.reset()
    for (const stream of streams) {
      metrics.streamBehind.set({ stream: stream.name }, stream.behind)
      metrics.streamStopped.set({ stream: stream.name }, stream.stoppedAt === null ? 0 : 1)
      const due = (failing.get(stream.id)?.dueAtMs ?? 0) <= clock.monotonicMs()
      if (!due || stream.behind === 0 || underWay.has(stream.id)) continue
      // One that stalls holds up no other.
      const sent = catchUp(stream)
        .catch((error: unknown) => log.warn({ err: error, stream: stream.name }, 'a stream of the log could not be carried on'))
        .finally(() => underWay.delete(stream.id))
      underWay.set(stream.id, sent)
    }
  }

  async function catchUp(stream: Stream): Promise<void> {
    const origin = (await findLogOrigin(ctx)) ?? ''
    let secret: string | null
    try {
      secret = await openStreamSecret(ctx, opener, stream.id)
    } catch (error) {
      if (error instanceof VaultError) return failed(stream, `secret_${error.reason}`)
      throw error
    }
    const url = new URL(stream.url)
    const deliver = url.protocol === 'https:' ? deliverHttps : deliverSyslog
    let at = stream
    while (leads() && !ending.signal.aborted) {
      let entries: Awaited<ReturnType<typeof nextEntries>>
      try {
        entries = await nextEntries(ctx, at)
      } catch (error) {
        // It is behind by months that are in the archive: nothing is passed over, somebody brings them back.
        if (isServiceError(error, 'conflict')) return failed(at, error.reason ?? error.code)
        throw error
      }
      if (entries.length === 0) return
      try {
        const events = entries.map((entry) => outgoing(entry, stream.format, origin))
        await deliver({ url, ca: stream.ca, secret, clock, signal: ending.signal }, events)
      } catch (error) {
        return failed(at, wordOf(error))
      }
      failing.delete(stream.id)
      const nextIndex = at.nextIndex + entries.length
      if (!(await noteDelivery(ctx, at, nextIndex))) return
      at = { ...at, nextIndex }
    }
  }

  async function failed(stream: Stream, word: string): Promise<void> {
    if (ending.signal.aborted) return
    const failures = (failing.get(stream.id)?.failures ?? 0) + 1
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)) * (0.5 + random() / 2)
    failing.set(stream.id, { failures, dueAtMs: clock.monotonicMs() + waitMs })
    metrics.streamFailures.inc({ stream: stream.name })
    log.warn({ stream: stream.name, why: word, failures }, 'a receiver of the log did not take what was sent; it is sent again')
    if (failures >= FAILURES_UNTIL_STOPPED) await noteStopped(ctx, stream, word)
  }

  function run(): void {
    running = watchJob(parts, 'log_streams', round)
      .catch((error: unknown) => log.debug({ err: error }, 'the streams of the log could not be looked up'))
      .finally(() => {
        if (!ending.signal.aborted) timer = clock.startTimer(ROUND_MS, run)
      })
  }

  run()
  return {
    async close() {
      ending.abort()
      timer?.cancel()
      await running
      await Promise.all(underWay.values())
    },
  }
}
