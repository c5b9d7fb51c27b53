import type { Clock, Timer } from '@counterfoil/terminals'
import { backOffMs } from '../link/back-off.ts'
import type { Log } from '../log.ts'
import type { ServiceNews } from '../service-news.ts'
import { spanText } from '../span-text.ts'
import { type Choice, chooseVersion } from './choose-version.ts'
import type { Installation } from './installation.ts'
import type { LauncherMemory, Memory } from './launcher-memory.ts'

/** Without a word for so long, an agent hangs. */
const SILENT_MS = 60_000
const LOOK_MS = 2_000
/** A start that held so long was no crash in a row. */
const STEADY_MS = 60_000
const CRASHES_ON_TRIAL = 3
const TRIAL_MS = 300_000
/** The hub was reached so short a time before a new version began that not reaching it is the version's fault. */
const REACHED_BEFORE_MS = 900_000
/** A payment under way may hold up a new version so long. */
const WAIT_FOR_PAYMENT_MS = 600_000
const STOP_MS = 20_000

export interface RunningAgent {
  /** Asks it to end. */
  stop(): void
  /** Asks it to end if no payment is under way; it may be asked again. */
  stopWhenIdle(): void
  kill(): void
}

export interface SuperviseOptions {
  readonly installation: Installation
  readonly memory: LauncherMemory
  readonly start: (choice: Choice, handlers: { news(news: ServiceNews): void; ended(how: string): void }) => RunningAgent
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  /** One line on how things are, for the service manager. */
  readonly tell: (line: string) => void
  /** Asked between two versions: true where the launcher itself was replaced and has to start anew. */
  readonly replaced?: () => boolean
  /** Nothing runs any more: stopped, or the launcher was replaced. */
  readonly over: () => void
}

interface Run {
  readonly choice: Choice
  readonly agent: RunningAgent
  readonly startedMs: number
  heardMs: number
  news: ServiceNews | undefined
  /** It was asked to end once it is idle: when it ends, that was no crash. */
  askedWhenIdle: boolean
}

/** Keeps one agent running: after a crash again, later each time; a new version that does not become healthy gives way to the one before. */
export function supervise(options: SuperviseOptions): { stop(): void } {
  const { installation, clock, log } = options
  let memory: Memory = options.memory.read()
  let run: Run | undefined
  let crashes = 0
  let timer: Timer | undefined
  let killTimer: Timer | undefined
  let stopping = false
  /** Since when another installation waits for a payment to end. */
  let waitingSinceMs: number | undefined

  function remember(next: Memory): void {
    memory = next
    try {
      options.memory.write(memory)
    } catch (error) {
      log.warn({ error: String(error) }, 'The launcher could not note how the versions fare.')
    }
  }

  function begin(): void {
    timer?.cancel()
    waitingSinceMs = undefined
    installation.lookAgain()
    const choice = chooseVersion(installation, memory)
    if (choice === undefined) {
      options.tell('No version of the agent is installed.')
      log.error({}, 'No version of the agent is installed; looking again in a while.')
      timer = clock.startTimer(LOOK_MS * 15, begin)
      return
    }
    const mine: Run = {
      choice,
      startedMs: clock.monotonicMs(),
      heardMs: clock.monotonicMs(),
      news: undefined,
      askedWhenIdle: false,
      agent: options.start(choice, {
        news(news) {
          if (run === mine) hear(mine, news)
        },
        ended(how) {
          if (run === mine) ended(mine, how)
        },
      }),
    }
    run = mine
    options.tell(`Agent ${choice.version} is starting.`)
    log.info({ version: choice.version }, `Agent ${choice.version} is started.`)
    look()
  }

  function hear(mine: Run, news: ServiceNews): void {
    mine.heardMs = clock.monotonicMs()
    mine.news = news
    if (news.openPayments > 0) mine.askedWhenIdle = false
    options.tell(`Agent ${mine.choice.version}: ${wordsOf(news)}`)
    if (!news.connected) return
    const connectedMs = clock.nowMs()
    if (memory.healthy === mine.choice.version) {
      memory = { ...memory, connectedMs }
      return
    }
    if (news.lacks !== undefined) return
    remember({ ...memory, healthy: mine.choice.version, connectedMs })
    log.info({ version: mine.choice.version }, `Agent ${mine.choice.version} has reached the hub, works and is kept.`)
  }

  function look(): void {
    timer?.cancel()
    if (run === undefined) return
    timer = clock.startTimer(LOOK_MS, look)
    const nowMs = clock.monotonicMs()
    if (nowMs - run.heardMs > SILENT_MS) {
      log.error({}, `The agent has said nothing for ${spanText(nowMs - run.heardMs)}: it hangs and is ended.`)
      run.heardMs = nowMs
      run.agent.kill()
      return
    }
    const fault = faultOnTrial(run, nowMs)
    if (fault !== undefined) giveUp(run, fault)
    else switchWhenIdle(run, nowMs)
  }

  /** Why a new version is not kept, once its time is over. */
  function faultOnTrial({ choice, startedMs, news }: Run, nowMs: number): string | undefined {
    if (!choice.onTrial || choice.before === undefined || memory.healthy === choice.version) return undefined
    if (nowMs - startedMs < TRIAL_MS) return undefined
    if (news?.connected === true) return `${news.lacks ?? 'does not work'}, within five minutes`
    const reachedBefore =
      memory.connectedMs !== undefined && clock.nowMs() - memory.connectedMs - (nowMs - startedMs) < REACHED_BEFORE_MS
    return reachedBefore ? 'did not reach the hub within five minutes, which the one before it did' : undefined
  }

  function giveUp({ choice, agent }: Run, why: string): void {
    log.error({ version: choice.version }, `Agent ${choice.version} ${why}; back to ${choice.before}.`)
    remember({ ...memory, failed: choice.stamp, failedWhy: why })
    end(agent)
  }

  function switchWhenIdle(mine: Run, nowMs: number): void {
    const { choice, agent, news } = mine
    const wanted = installation.wanted()
    if (wanted === undefined || wanted.stamp === choice.stamp || !installation.has(wanted.version)) {
      waitingSinceMs = undefined
      return
    }
    waitingSinceMs ??= nowMs
    // One that has not spoken yet may have a payment to ask its terminal about.
    const waitedLong = nowMs - waitingSinceMs >= WAIT_FOR_PAYMENT_MS
    if ((news?.openPayments ?? 1) > 0 && !waitedLong) return
    log.info({ version: wanted.version }, `Agent ${wanted.version} is to take over${waitedLong ? ', payments or not' : ''}.`)
    remember(memory)
    if (waitedLong || news?.stopsWhenIdle !== true) {
      waitingSinceMs = undefined
      end(agent)
      return
    }
    mine.askedWhenIdle = true
    agent.stopWhenIdle()
  }

  function end(agent: RunningAgent): void {
    crashes = 0
    agent.stop()
    killTimer ??= clock.startTimer(STOP_MS, () => agent.kill())
  }

  function ended({ choice, startedMs, askedWhenIdle }: Run, how: string): void {
    run = undefined
    timer?.cancel()
    const asked = killTimer !== undefined || askedWhenIdle
    killTimer?.cancel()
    killTimer = undefined
    if (stopping || options.replaced?.() === true) {
      options.over()
      return
    }
    if (asked) {
      crashes = 0
      begin()
      return
    }
    crashes = clock.monotonicMs() - startedMs >= STEADY_MS ? 1 : crashes + 1
    const onTrial = choice.onTrial && choice.before !== undefined && memory.healthy !== choice.version
    if (onTrial && crashes >= CRASHES_ON_TRIAL) {
      log.error({ version: choice.version }, `Agent ${choice.version} ended ${crashes} times (${how}); back to ${choice.before}.`)
      remember({ ...memory, failed: choice.stamp, failedWhy: `ended ${crashes} times (${how})` })
      crashes = 0
      begin()
      return
    }
    const delayMs = backOffMs(crashes - 1, options.random())
    options.tell(`The agent ended (${how}) and is started again.`)
    log.warn({ how }, `The agent ended (${how}); it is started again in ${spanText(delayMs)}.`)
    timer = clock.startTimer(delayMs, begin)
  }

  begin()
  return {
    stop() {
      if (stopping) return
      stopping = true
      timer?.cancel()
      remember(memory)
      if (run === undefined) options.over()
      else end(run.agent)
    },
  }
}

function wordsOf({ enrolled, connected, openPayments }: ServiceNews): string {
  if (!enrolled) return 'waits to be enrolled.'
  const way = connected ? 'connected to the hub' : 'not connected to the hub'
  return `${way}, ${openPayments === 1 ? '1 payment' : `${openPayments} payments`} under way.`
}
