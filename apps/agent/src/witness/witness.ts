import { COSIGNATURE_V1, cosignBy, createVerifierKey } from '@counterfoil/audit'
import { CheckpointAnswer, CosignatureAnswer, witnessName } from '@counterfoil/protocol'
import type { Clock, Timer } from '@counterfoil/terminals'
import type { SigningKey } from '../link/identity-keys.ts'
import type { Log } from '../log.ts'
import { type CheckpointVerdict, judgeCheckpoint } from './judge-checkpoint.ts'
import type { RefusalCause, ShownCheckpoint, WitnessedTree, WitnessStore } from './witnessed-log.ts'

/** Says something to the hub over the connection there is now; an answer of one that has ended never comes. */
export type AskHub = (message: 'checkpoint' | 'cosignature', payload: object, answered: (raw: unknown) => void) => void

export interface WitnessOptions {
  readonly agentId: string
  readonly store: WitnessStore
  /** The identity's key in use. */
  readonly key: () => SigningKey
  readonly clock: Clock
  /** 0 ≤ value < 1; spreads those who ask. */
  readonly random: () => number
  readonly log: Log
  /** The hub's log is not the one that was seen before, or is again: to be told to people and to the hub itself. */
  readonly onVerdict: (refused: boolean, sentence: string) => void
}

export interface Witness {
  /** The hub was greeted and shows its log. */
  greeted(ask: AskHub): void
  /** The hub was greeted and says nothing of a log: it is an older one, or keeps silent. */
  greetedWithoutLog(): void
  /** The hub says that there is something new. */
  news(): void
  /** The connection has ended. */
  lost(): void
}

const EVERY_MS = 60_000
const SOON_MS = 2_000
/** All agents hear of it at once, and are not to ask at once. */
const NEWS_WITHIN_MS = 8_000
const FAILED_RETRY_MS = 15_000

/**
 * Watches the hub's log: asks for its newest checkpoint after each greeting and about once a minute, checks that it is the one
 * seen before, only longer, keeps it, and only then cosigns it. What does not fit is kept, told, and never cosigned.
 */
export function createWitness(options: WitnessOptions): Witness {
  const { store, clock, log } = options
  let ask: AskHub | undefined
  let timer: Timer | undefined
  /** Said in the log once, not every minute. */
  let told: RefusalCause | undefined
  let silent = false

  function askLater(delayMs: number): void {
    timer?.cancel()
    timer = clock.startTimer(delayMs, () => askNow(false))
  }

  const jittered = (ms: number) => Math.round(ms * (0.75 + options.random() / 2))

  function askNow(withOlder: boolean): void {
    const channel = ask
    if (channel === undefined) return
    // A lost answer must not end the watching.
    askLater(jittered(EVERY_MS))
    guarded(() => {
      const last = store.last()
      const older = withOlder ? store.older().map(({ size, root }) => ({ size: String(size), root })) : undefined
      const payload = { from: String(last?.size ?? 0n), ...(last && { note: last.note }), ...(older && { older }) }
      channel('checkpoint', payload, (raw) => guarded(() => ask === channel && take(raw, channel, last, withOlder)))
    })
  }

  /** Watching is worth an alarm, never a stop: the agent goes on delivering. */
  function guarded(work: () => void): void {
    try {
      work()
    } catch (error) {
      log.error({ error: error instanceof Error ? error.stack : String(error) }, 'The hub’s record could not be looked at.')
    }
  }

  function take(raw: unknown, channel: AskHub, asked: WitnessedTree | undefined, toldOlder: boolean): void {
    const answer = CheckpointAnswer.safeParse(raw)
    if (!answer.success) {
      refuse(asked, raw, 'malformed', 'The hub’s answer about its record cannot be read.')
      return
    }
    if (!answer.data.ok) {
      if (answer.data.code === 'show_older' && !toldOlder) askNow(true)
      else askLater(jittered(Math.max(FAILED_RETRY_MS, answer.data.retryAfterMs ?? 0)))
      return
    }
    const shown = answer.data
    const verdict = judgeCheckpoint(
      { log: store.log(), last: asked, older: store.older(), restorations: store.restorations() },
      shown,
    )
    if (verdict.accepted) accept(verdict, shown, channel, asked)
    else refuse(asked, raw, verdict.cause, verdict.why)
  }

  function accept(
    verdict: Extract<CheckpointVerdict, { accepted: true }>,
    { signedAtMs }: ShownCheckpoint,
    channel: AskHub,
    asked: WitnessedTree | undefined,
  ): void {
    const { next, restored, text } = verdict
    const before = asked?.size ?? 0n
    told = undefined
    const moved = store.advance({ before, log: verdict.log, next, ...(restored && { restored }), atMs: clock.nowMs() })
    // Somebody else has looked meanwhile: what they saw is the older one now.
    if (!moved) {
      askLater(jittered(SOON_MS))
      return
    }
    if (asked === undefined)
      log.info({ origin: verdict.log.origin, size: String(next.size) }, 'This agent watches the hub’s record.')
    if (restored !== undefined) {
      const sentence = `The hub’s record was restored from ${restored.from} to ${restored.to}: two administrators declared that a backup lost what was between.`
      log.warn({ from: String(restored.from), to: String(restored.to) }, sentence)
      options.onVerdict(false, sentence)
    } else options.onVerdict(false, 'The hub’s record goes on from what this agent has seen. What was refused is kept.')
    channel('cosignature', { size: String(next.size), signedAtMs, line: cosigned(text, verdict.log.origin) }, (raw) => {
      const answer = CosignatureAnswer.safeParse(raw)
      if (answer.success && !answer.data.ok)
        log.info({ code: answer.data.code }, `The hub did not take this agent’s cosignature: ${answer.data.message}`)
    })
  }

  function refuse(asked: WitnessedTree | undefined, raw: unknown, cause: RefusalCause, why: string): void {
    store.keepRefused({ cause, why, ours: asked?.note ?? '', theirs: JSON.stringify(raw) ?? '' }, clock.nowMs())
    if (told !== cause) log.error({ cause }, `${why} It is not cosigned; both are kept as evidence.`)
    told = cause
    options.onVerdict(true, why)
  }

  function cosigned(text: string, origin: string): string {
    const key = options.key()
    const witness = createVerifierKey(witnessName(options.agentId, origin), Buffer.from(key.publicKey, 'base64'), COSIGNATURE_V1)
    const seconds = BigInt(Math.floor(clock.nowMs() / 1_000))
    return cosignBy(text, witness, seconds, (message) => Buffer.from(key.sign(Buffer.from(message).toString('utf8')), 'base64'))
  }

  return {
    greeted(channel) {
      ask = channel
      silent = false
      askNow(false)
    },
    greetedWithoutLog() {
      if (!silent && store.log() !== undefined)
        log.warn({}, 'This hub does not show its record, which it did before: nobody watches it now.')
      silent = true
    },
    news() {
      if (ask !== undefined) askLater(Math.round(SOON_MS + options.random() * NEWS_WITHIN_MS))
    },
    lost() {
      ask = undefined
      timer?.cancel()
    },
  }
}
