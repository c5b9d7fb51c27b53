import type {
  CancelResult,
  CashierPrompt,
  Clock,
  OpenPayment,
  Operation,
  OperationResult,
  PaymentRequest,
  StartResult,
  TerminalDriver,
  TerminalFact,
  TerminalStatus,
  Timer,
} from '@counterfoil/terminals'
import type { TerminalConfig } from '../agent-config.ts'
import type { Log } from '../log.ts'
import type { ByteLink, LinkProblem, OpenLink } from './byte-link.ts'
import type { LineWatcher } from './line-watcher.ts'

const FIRST_REOPEN_MS = 500
const MAX_REOPEN_MS = 30_000
/** What an event's text may hold on the wire. */
const MAX_WHY_CHARS = 200

export interface TerminalSupervisorOptions {
  readonly terminal: TerminalConfig
  readonly clock: Clock
  /** 0 ≤ value < 1. */
  readonly random: () => number
  readonly openLink: OpenLink
  /** Durable when it returns; throws when it could not be written. */
  readonly record: (fact: TerminalFact) => void
  readonly prompt: (prompt: CashierPrompt) => void
  /** What the record holds as open, asked whenever a driver starts. */
  readonly openPayments: () => readonly OpenPayment[]
  readonly lastReceipt: () => string | undefined
  readonly log: Log
}

export interface SupervisedStatus extends TerminalStatus {
  readonly link: 'up' | 'opening' | 'down'
  /** Why there is no link. */
  readonly problem?: LinkProblem
}

/** One terminal: its link and its driver. Whatever happens to it, the other terminals do not notice. */
export interface TerminalSupervisor {
  start(): void
  stop(): void
  startPayment(request: PaymentRequest): StartResult
  cancelPayment(paymentId: string): CancelResult
  runOperation(operation: Operation): Promise<OperationResult>
  decide(paymentId: string, outcome: 'approved' | 'cancelled'): boolean
  /** Goes on with other settings of the link and the driver: both are begun anew. */
  reconfigure(terminal: TerminalConfig): void
  /** Drops the link, whatever state it is in, and opens it anew at once. */
  reopenLink(why: string): void
  /**
   * Gives the link up for as long as `work` takes, then opens it anew; meanwhile the terminal counts as out of reach and takes no
   * payment. Nothing, and `work` is not begun, while a payment or anything else is under way or the link is lent already.
   */
  lendLink<T>(why: string, work: (terminal: TerminalConfig) => Promise<T>): Promise<T> | undefined
  /** Shows a watcher what goes over the line until the function given is called. Nothing while there is one already. */
  watchLine(watcher: LineWatcher): (() => void) | undefined
  status(): SupervisedStatus
}

/** Pause before the link is opened again; half of it is chance, so that a switch coming back is not stormed. */
export function reopenDelayMs(attempt: number, random: number): number {
  const full = Math.min(MAX_REOPEN_MS, FIRST_REOPEN_MS * 2 ** Math.min(attempt, 10))
  return Math.round(full / 2 + (random * full) / 2)
}

/** Keeps one link and one driver running for ever: a lost link is opened anew, a driver that throws is replaced. */
export function createTerminalSupervisor(options: TerminalSupervisorOptions): TerminalSupervisor {
  const { clock, log } = options
  let { terminal } = options
  let link: ByteLink | undefined
  let linkState: SupervisedStatus['link'] = 'down'
  let problem: LinkProblem | undefined
  let attempt = 0
  let generation = 0
  let reopenTimer: Timer | undefined
  let downTimer: Timer | undefined
  let running = false
  let lent = false
  let operations = 0
  let watcher: LineWatcher | undefined
  let driver = createDriver()

  /** What watches must not harm what it watches. */
  function show(see: (watching: LineWatcher) => void): void {
    if (watcher === undefined) return
    try {
      see(watcher)
    } catch (error) {
      watcher = undefined
      log.error({ terminal: terminal.key, error: errorText(error) }, 'What watched the line failed and sees no more of it.')
    }
  }

  function createDriver(): TerminalDriver {
    return terminal.protocol.createDriver({
      link: terminal.link.kind,
      settings: terminal.settings,
      ports: {
        clock: { ...clock, startTimer: (delayMs, fire) => clock.startTimer(delayMs, () => guard(fire)) },
        write(bytes) {
          link?.write(bytes)
          if (linkState === 'up') show((watching) => watching.sent(bytes))
        },
        record: options.record,
        prompt: options.prompt,
        reopenLink: (why) => {
          log.info({ terminal: terminal.key, why }, 'The driver asked for a new link.')
          dropLink()
          // Later, because the driver is in the middle of a step.
          downTimer?.cancel()
          downTimer = clock.startTimer(0, () => guard(() => driver.linkDown(why)))
          reopenLater()
        },
      },
    })
  }

  function open(): void {
    reopenTimer = undefined
    generation += 1
    const mine = generation
    linkState = 'opening'
    link = options.openLink(terminal.link, {
      opened() {
        if (mine !== generation) return
        linkState = 'up'
        problem = undefined
        log.info({ terminal: terminal.key }, 'The link to the terminal is open.')
        show((watching) => watching.opened(terminal.link.kind))
        guard(() => driver.linkUp())
      },
      received(chunk) {
        if (mine !== generation) return
        attempt = 0
        // Before the driver, whose answer comes after it on the line.
        show((watching) => watching.received(chunk))
        guard(() => driver.received(chunk))
      },
      closed(why) {
        if (mine !== generation) return
        dropLink()
        if (problem?.code !== why.code) log.warn({ terminal: terminal.key, code: why.code }, why.message)
        problem = why
        guard(() => driver.linkDown(why.message.slice(0, MAX_WHY_CHARS)))
        reopenLater()
      },
    })
  }

  /** Nothing of the old link is heard any more once this returns. */
  function dropLink(): void {
    generation += 1
    link?.close()
    link = undefined
    if (linkState === 'up') show((watching) => watching.closed())
    linkState = 'down'
  }

  function reopenLater(): void {
    if (!running || lent || reopenTimer !== undefined || linkState === 'opening') return
    reopenTimer = clock.startTimer(reopenDelayMs(attempt, options.random()), open)
    attempt += 1
  }

  /** A driver that throws has lost its footing: a new one takes over from the record. */
  function guard(work: () => void): void {
    try {
      work()
    } catch (error) {
      replaceDriver(error)
    }
  }

  function replaceDriver(error: unknown): void {
    log.error(
      { terminal: terminal.key, error: errorText(error) },
      'The driver failed and is started again; open payments are asked about.',
    )
    downTimer?.cancel()
    dropLink()
    driver.close()
    driver = createDriver()
    resume()
    reopenLater()
  }

  /** Drops the link on purpose and plans no other. */
  function letGo(why: string): void {
    reopenTimer?.cancel()
    reopenTimer = undefined
    const wasUp = linkState === 'up'
    dropLink()
    if (wasUp) guard(() => driver.linkDown(why.slice(0, MAX_WHY_CHARS)))
  }

  function resume(): void {
    try {
      driver.resume(options.openPayments(), options.lastReceipt())
    } catch (error) {
      log.error({ terminal: terminal.key, error: errorText(error) }, 'What an earlier run left open could not be taken up.')
    }
  }

  return {
    start() {
      running = true
      resume()
      open()
    },
    stop() {
      running = false
      reopenTimer?.cancel()
      reopenTimer = undefined
      downTimer?.cancel()
      dropLink()
      driver.close()
    },
    startPayment(request) {
      try {
        return driver.startPayment(request)
      } catch (error) {
        replaceDriver(error)
        return {
          started: false,
          refused: 'not_ready',
          message: 'The driver of this terminal failed and is started again. Ask for the payment before trying anew.',
        }
      }
    },
    cancelPayment: (paymentId) => driver.cancelPayment(paymentId),
    runOperation(operation) {
      operations += 1
      return driver.runOperation(operation).finally(() => {
        operations -= 1
      })
    },
    decide: (paymentId, outcome) => driver.decide(paymentId, outcome),
    reconfigure(next) {
      terminal = next
      log.info({ terminal: terminal.key }, 'The terminal is set anew.')
      reopenTimer?.cancel()
      reopenTimer = undefined
      downTimer?.cancel()
      dropLink()
      driver.close()
      attempt = 0
      problem = undefined
      driver = createDriver()
      if (!running) return
      resume()
      if (!lent) open()
    },
    reopenLink(why) {
      if (!running || lent) return
      log.info({ terminal: terminal.key, why }, 'The link to the terminal is opened anew.')
      letGo(why)
      // A driver that was replaced over it has already planned its next try.
      if (reopenTimer === undefined) open()
    },
    lendLink(why, work) {
      const { condition, openPayment } = driver.status()
      if (
        !running ||
        lent ||
        operations > 0 ||
        condition === 'busy' ||
        openPayment !== undefined ||
        options.openPayments().length > 0
      )
        return undefined
      log.info({ terminal: terminal.key, why }, 'The link to the terminal is lent.')
      lent = true
      letGo(why)
      return work(terminal).finally(() => {
        lent = false
        if (running && linkState === 'down' && reopenTimer === undefined) open()
      })
    },
    watchLine(watching) {
      if (watcher !== undefined) return undefined
      watcher = watching
      return () => {
        if (watcher === watching) watcher = undefined
      }
    },
    status: () => ({ ...driver.status(), link: linkState, ...(problem !== undefined && { problem }) }),
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
