import type { ConfigureArgs } from '@counterfoil/protocol'
import type { Clock, Timer } from '@counterfoil/terminals'
import type { AgentConfig, LogLevel, TerminalConfig } from '../agent-config.ts'
import type { AgentStatus } from '../agent-status.ts'
import type { CommandResult } from '../hub-commands/command-result.ts'
import type { Log } from '../log.ts'
import type { ConfigurationFile, ConfigurationState, KeptConfiguration } from './configuration-file.ts'
import { missingProof } from './missing-proof.ts'
import { changedTerminals, overlayConfig } from './overlay-config.ts'
import { type Beginning, readBeginning } from './read-beginning.ts'
import { readDocument } from './read-document.ts'

/** How often is looked whether a configuration on trial works, and whether somebody on the spot wants the one before. */
const LOOK_EVERY_MS = 500
const RETURN_LOOK_EVERY_MS = 2_000
const DETAIL_CHARS = 2_000

export interface ConfigurationKeeperOptions {
  /** As the agent's own file says. */
  readonly base: AgentConfig
  readonly identity: { readonly agentId: string; readonly hubId: string }
  readonly file: ConfigurationFile
  readonly clock: Clock
  /** Durable when it returns; throws when it could not be written. */
  readonly record: (fact: { readonly kind: string; readonly [field: string]: unknown }) => void
  readonly status: () => AgentStatus
  /** Sets a running terminal. */
  readonly setTerminal: (terminal: TerminalConfig) => void
  readonly setLogLevel?: (level: LogLevel) => void
  readonly log: Log
}

/** What lies over the agent's file by the hub's wish: tried, and kept only when everything it touched works afterwards. */
export interface ConfigurationKeeper {
  /** What is to be true from the start on. */
  readonly config: AgentConfig
  /** Which of the hub's configurations that is. */
  readonly inForce: () => { readonly number: number; readonly hash: string } | undefined
  start(): void
  stop(): void
  /** Keys of the terminals it would set anew. */
  touches(args: ConfigureArgs): readonly string[]
  /** Applies it on trial; ends when it is in force or the one before is again. */
  apply(args: ConfigureArgs, command: string): Promise<CommandResult>
  /** Of a command that an earlier run was in the middle of: whether its configuration is in force. */
  isKept(command: string): boolean
}

type Given = { readonly cause: string; readonly detail: string }

export function createConfigurationKeeper(options: ConfigurationKeeperOptions): ConfigurationKeeper {
  const { base, identity, file, clock, record, log } = options
  const beginning: Beginning = readBeginning(base, identity, file.read())
  let { state } = beginning
  /** What the terminals are set to now. */
  let current = beginning.config
  let applied = beginning.inForce
  let trying: KeptConfiguration | undefined
  let stopped = false
  let returnTimer: Timer | undefined
  const timers = new Set<Timer>()

  function judge(
    args: ConfigureArgs,
  ): { readonly config: AgentConfig } | { readonly cause: string; readonly lines: readonly string[] } {
    if (base.refusesHubConfiguration === true)
      return {
        cause: 'kept_local',
        lines: ['The file of this agent says that it is set on the spot alone (hubConfiguration: refuse).'],
      }
    const document = readDocument(args.document, args.hash)
    if (document === undefined || document.number !== args.number)
      return { cause: 'configuration_unreadable', lines: ['It cannot be read. Is the hub newer than this agent?'] }
    const overlaid = overlayConfig(base, document)
    return 'config' in overlaid ? overlaid : { cause: 'configuration_invalid', lines: overlaid.problems }
  }

  /** Sets what differs; everything else is not touched. */
  function set(next: AgentConfig): void {
    const changed = changedTerminals(current, next)
    if (next.logLevel !== current.logLevel) options.setLogLevel?.(next.logLevel)
    current = next
    for (const terminal of next.terminals) if (changed.includes(terminal.key)) options.setTerminal(terminal)
  }

  function tell(of: KeptConfiguration, what: 'on_trial' | 'in_force' | 'returned' | 'set_aside', why?: Given): void {
    record({
      kind: 'agent.configuration',
      state: what,
      number: of.number,
      hash: of.hash,
      kept: what === 'in_force' ? of.number : (applied?.number ?? 0),
      ...(why !== undefined && { cause: why.cause, detail: why.detail.slice(0, DETAIL_CHARS) }),
    })
  }

  async function apply(args: ConfigureArgs, command: string): Promise<CommandResult> {
    const judged = judge(args)
    if ('cause' in judged) return { outcome: 'refused', code: judged.cause, lines: judged.lines }
    const { number, hash, document, trialSeconds } = args
    const trial: KeptConfiguration = { number, hash, document, command, sinceMs: clock.nowMs() }
    const touched = changedTerminals(current, judged.config)
    const before = current
    file.write({ ...state, trial })
    state = { ...state, trial }
    trying = trial
    try {
      tell(trial, 'on_trial')
      log.info({ number, terminals: touched.join(', ') }, 'A configuration of the hub’s is on trial.')
      set(judged.config)
      const failure = await watchTrial(number, touched, trialSeconds)
      if (stopped) return { outcome: 'failed', code: 'interrupted', lines: ['The agent was stopped during the trial.'] }
      if (failure !== undefined) return giveUp(trial, before, failure)
      return keep(trial, before)
    } catch (error) {
      return giveUp(trial, before, { cause: 'agent_fault', detail: error instanceof Error ? error.message : String(error) })
    } finally {
      trying = undefined
    }
  }

  /** Until everything works, or why it does not. */
  async function watchTrial(number: number, touched: readonly string[], seconds: number): Promise<Given | undefined> {
    const endMs = clock.monotonicMs() + seconds * 1_000
    for (;;) {
      if (stopped) return undefined
      if (unwanted() === number) return { cause: 'on_the_spot', detail: 'Somebody on the spot wanted the one before.' }
      const missing = missingProof(options.status(), touched, seconds)
      if (missing === undefined) return undefined
      if (clock.monotonicMs() >= endMs) return missing
      await pause(LOOK_EVERY_MS)
    }
  }

  function keep(trial: KeptConfiguration, before: AgentConfig): CommandResult {
    const next: ConfigurationState = { ...state, good: trial, before: state.good, trial: null, returned: null }
    try {
      file.write(next)
    } catch (error) {
      return giveUp(trial, before, { cause: 'not_kept', detail: `It could not be kept on the disk: ${String(error)}` })
    }
    state = next
    applied = { number: trial.number, hash: trial.hash }
    tell(trial, 'in_force')
    log.info({ number: trial.number }, 'The hub’s configuration works, and is in force.')
    return { outcome: 'done', lines: [`Configuration ${trial.number} is in force.`] }
  }

  /** The one before is set again first: whatever else fails, the terminals work. */
  function giveUp(trial: KeptConfiguration, before: AgentConfig, why: Given): CommandResult {
    set(before)
    log.warn({ number: trial.number, cause: why.cause }, `The configuration before is in force again. ${why.detail}`)
    tell(trial, 'returned', why)
    forget(trial, why)
    const now =
      applied === undefined ? 'The agent’s own file alone counts again.' : `Configuration ${applied.number} is in force again.`
    return { outcome: 'failed', code: why.cause, lines: [why.detail, now] }
  }

  /** A trial that could not be struck out is given up once more at the next start. */
  function forget(trial: KeptConfiguration, { cause, detail }: Given, good = state.good): void {
    const returned = { number: trial.number, cause, detail, atMs: clock.nowMs() }
    const next = { ...state, good, before: good === state.good ? state.before : null, trial: null, returned }
    try {
      file.write(next)
      state = next
      if (cause === 'on_the_spot') file.forgetReturn()
    } catch (error) {
      log.error({ error: String(error) }, 'It could not be kept on the disk that a configuration was given up.')
    }
  }

  /** Somebody on the spot wants the one before the one in force, or the agent's file alone. */
  function returnNow(): void {
    const { good, before } = state
    if (good === null || good.number !== unwanted() || base.refusesHubConfiguration === true) {
      file.forgetReturn()
      return
    }
    const document = before === null ? undefined : readDocument(before.document, before.hash)
    const overlaid = document === undefined ? { config: base } : overlayConfig(base, document)
    const fits = document !== undefined && 'config' in overlaid
    const why = { cause: 'on_the_spot', detail: 'Somebody on the spot wanted the one before.' }
    applied = fits && before !== null ? { number: before.number, hash: before.hash } : undefined
    set('config' in overlaid ? overlaid.config : base)
    tell(good, 'returned', why)
    forget(good, why, fits ? before : null)
  }

  function unwanted(): number | undefined {
    try {
      return file.unwanted()
    } catch (error) {
      log.warn({ error: String(error) }, 'Whether somebody on the spot wants another configuration could not be read.')
      return undefined
    }
  }

  function lookForReturn(): void {
    returnTimer = clock.startTimer(RETURN_LOOK_EVERY_MS, () => {
      // What is on trial looks for itself.
      if (trying === undefined && unwanted() !== undefined)
        attempt('The configuration before could not be put in force again.', returnNow)
      lookForReturn()
    })
  }

  function attempt(what: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      log.error({ error: String(error) }, what)
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = clock.startTimer(ms, () => {
        timers.delete(timer)
        resolve()
      })
      timers.add(timer)
    })
  }

  return {
    config: beginning.config,
    inForce: () => applied,
    start() {
      const { trial, aside, config } = beginning
      if (config.logLevel !== base.logLevel) options.setLogLevel?.(config.logLevel)
      if (trial !== undefined) {
        const why = {
          cause: 'interrupted',
          detail: 'The agent stopped before it was seen to work, and began again with the one before.',
        }
        log.warn({ number: trial.number }, `A configuration was on trial. ${why.detail}`)
        attempt('It could not be recorded that a configuration was given up.', () => tell(trial, 'returned', why))
        forget(trial, why)
      }
      if (aside !== undefined) {
        log.warn({ cause: aside.cause }, aside.detail)
        if (aside.of !== undefined) {
          const { of } = aside
          attempt('It could not be recorded that a configuration was set aside.', () => tell(of, 'set_aside', aside))
        }
      }
      lookForReturn()
    },
    stop() {
      stopped = true
      returnTimer?.cancel()
      for (const timer of timers) timer.cancel()
    },
    touches(args) {
      const judged = judge(args)
      return 'config' in judged ? changedTerminals(current, judged.config) : []
    },
    apply,
    isKept: (command) => state.good?.command === command,
  }
}
