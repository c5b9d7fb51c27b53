import {
  endSequencerLease,
  findLastCheckpointSize,
  findLogSigner,
  holdSequencerLease,
  type LogNode,
  makeCheckpoint,
  sequenceEntries,
} from '@counterfoil/services/audit'
import type { Timer } from '@counterfoil/services/clock'
import type { HubParts } from '../hub-parts.ts'
import { watchJob } from '../watch-job.ts'
import { type KeeperState, MOST_ENTRIES, nextStep, waitMs } from './next-step.ts'

export interface LogKeeper {
  /** Whether this hub keeps the log now. */
  leads(): boolean
  /** Ends in order: `log.stopped`, the last places, a last checkpoint. */
  close(): Promise<void>
}

type Parts = Pick<HubParts, 'pool' | 'clock' | 'newId' | 'log' | 'metrics' | 'keys'>
type Signer = NonNullable<Awaited<ReturnType<typeof findLogSigner>>>

/** The last rounds of a hub that ends; what then still waits is another's, or the next start's. */
const MOST_LAST_ROUNDS = 40

/** Gives entries their places and signs the log, on one hub at a time; the others stand by. */
export function keepLog(parts: Parts, node: LogNode): LogKeeper {
  const { pool, clock, newId, log, metrics, keys } = parts
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()), actor: { kind: 'system', name: 'hub' } } as const
  let state: KeeperState = {
    leading: false,
    leaseAtMs: null,
    size: 0n,
    signedSize: 0n,
    signedAtMs: null,
    moreWait: false,
  }
  let signer: Signer | null = null
  /** When those that are in the log and under no checkpoint yet were recorded. */
  let unsigned: number[] = []
  let timer: Timer | null = null
  let closed = false
  let troubled = false
  let running: Promise<void> = Promise.resolve()

  async function askForLease({ name: origin }: Signer): Promise<void> {
    const leading = await holdSequencerLease(ctx, node, origin)
    if (leading && !state.leading) {
      log.info('this hub keeps the log')
      state = { ...state, signedSize: await findLastCheckpointSize(ctx), signedAtMs: null }
    }
    if (!leading && state.leading) log.warn('another hub keeps the log: this one was too slow')
    if (!leading) unsigned = []
    metrics.logKeeper.set(leading ? 1 : 0)
    state = { ...state, leading, leaseAtMs: clock.monotonicMs() }
  }

  async function takeSome(): Promise<void> {
    const { recordedAtMs, size } = await sequenceEntries(ctx, { most: MOST_ENTRIES })
    for (const ms of recordedAtMs) unsigned.push(ms)
    state = { ...state, size: size ?? state.size, moreWait: recordedAtMs.length === MOST_ENTRIES }
    metrics.logEntries.inc(recordedAtMs.length)
  }

  async function sign(signer: Signer): Promise<void> {
    const made = await makeCheckpoint(ctx, signer)
    if (made === null) return
    for (const ms of unsigned) metrics.logSeconds.observe(Math.max(0, made.madeAtMs - ms) / 1_000)
    unsigned = []
    state = { ...state, signedSize: made.size, signedAtMs: clock.monotonicMs() }
  }

  async function round(): Promise<void> {
    const askedNow = nextStep(state, clock.monotonicMs()).lease
    // An empty database has no log yet, a hub that has just begun no key in the registry, and one whose secret was succeeded none any more.
    if (signer === null || askedNow) signer = await findLogSigner(ctx, keys[0].checkpoints)
    if (signer === null) {
      state = { ...state, leading: false }
      metrics.logKeeper.set(0)
      return
    }
    if (askedNow) await askForLease(signer)
    if (nextStep(state, clock.monotonicMs()).take) await takeSome()
    if (nextStep(state, clock.monotonicMs()).checkpoint) await sign(signer)
  }

  function run(): void {
    running = watchJob(parts, 'log_keeper', round)
      .then(() => {
        troubled = false
      })
      .catch((error: unknown) => {
        // Once, not five times a second: the database is away.
        if (!troubled) log.warn({ err: error }, 'the log could not be carried on; it is tried again')
        troubled = true
        state = { ...state, moreWait: false }
      })
      .finally(() => {
        if (!closed) timer = clock.startTimer(waitMs(state), run)
      })
  }

  run()
  return {
    leads: () => state.leading,
    async close() {
      closed = true
      timer?.cancel()
      await running
      if (signer === null || !state.leading) return
      try {
        await endSequencerLease(ctx, node, signer.name)
        for (let rounds = 0; rounds < MOST_LAST_ROUNDS; rounds += 1) {
          await takeSome()
          if (!state.moreWait) break
        }
        await sign(signer)
      } catch (error) {
        log.warn({ err: error }, 'the log could not be ended in order: its next start will tell of a gap')
      }
    },
  }
}
