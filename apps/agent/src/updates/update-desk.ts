import type { Clock, Timer } from '@counterfoil/terminals'
import { UpdateProblem } from '@counterfoil/updates'
import { z } from 'zod'
import type { AgentStatus } from '../agent-status.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Wish } from './install-version.ts'

const LOOK_EVERY_MS = 1_000
const PENDING_KEY = 'update/pending'

const Pending = z.object({
  command: z.string(),
  version: z.string(),
  /** Terminals that were ready in the version before: they must be again. */
  ready: z.array(z.string()),
})
type Pending = z.infer<typeof Pending>

/** What an agent with a launcher above it can do to its own program. */
export interface ProgramPowers {
  /** Puts a version beside the running one. Throws `UpdateProblem`. */
  readonly install: (wish: Wish) => Promise<void>
  /** Has the launcher change over to one that is here. Throws `UpdateProblem`. */
  readonly goTo: (version: string) => Promise<void>
  /** Whether the launcher was told to go to it and has not come to it yet. */
  readonly isWanted: (version: string) => boolean
  /** The version that did not become healthy, and why: this one runs in its place. */
  readonly returned?: { readonly version: string; readonly why: string }
}

export interface UpdateDeskOptions {
  readonly version: string
  readonly outbox: Pick<Outbox, 'readMeta' | 'writeMeta'>
  readonly program?: ProgramPowers
  readonly status: () => AgentStatus
  readonly clock: Clock
  /** Raised until an update succeeds, for the hub and for `doctor`. */
  readonly alert: (raised: boolean, sentence: string) => void
}

export type UpdateEnd =
  | { readonly outcome: 'done'; readonly lines: readonly string[] }
  | { readonly outcome: 'failed'; readonly code: string; readonly lines: readonly string[] }

export interface UpdateDesk {
  /** Fetches a version and has it take over. Nothing when the next start tells how it went; what went wrong before that otherwise. */
  update(command: string, wish: Wish): Promise<UpdateEnd | undefined>
  goBack(command: string, version: string): Promise<UpdateEnd | undefined>
  /** Of a command that an earlier run was in the middle of: how it ends, as soon as that can be said. */
  settle(command: string, end: (end: UpdateEnd) => void): void
  /** What a version on trial still lacks to be kept, in words; undefined when it works. */
  lacks(): string | undefined
  stop(): void
}

export function createUpdateDesk(options: UpdateDeskOptions): UpdateDesk {
  const { version: running, program, outbox, clock } = options
  const timers = new Set<Timer>()

  function readPending(): Pending | undefined {
    const found = Pending.safeParse(JSON.parse(outbox.readMeta(PENDING_KEY) ?? 'null'))
    return found.success ? found.data : undefined
  }

  async function change(
    command: string,
    version: string,
    steps: (program: ProgramPowers) => Promise<void>,
  ): Promise<UpdateEnd | undefined> {
    try {
      if (program === undefined)
        throw new UpdateProblem('no_launcher', 'This agent was started by hand: its version is changed there, not from the hub.')
      await steps(program)
      const ready = options
        .status()
        .terminals.filter(isReady)
        .map(({ key }) => key)
      outbox.writeMeta(PENDING_KEY, JSON.stringify({ command, version, ready } satisfies Pending))
      await program.goTo(version)
      return undefined
    } catch (error) {
      if (!(error instanceof UpdateProblem)) throw error
      return failed(`update_${error.code}`, error.message)
    }
  }

  function failed(code: string, sentence: string): UpdateEnd {
    const whole = `${sentence} Version ${running} goes on.`
    options.alert(true, whole)
    return { outcome: 'failed', code, lines: [whole] }
  }

  function lacks(): string | undefined {
    const { hub, takesPayments, terminals } = options.status()
    if (!hub.connected) return 'does not reach the hub'
    if (!takesPayments) return 'cannot record payments'
    const pending = readPending()
    if (pending?.version !== running) return undefined
    const missing = pending.ready.filter((key) => !terminals.some((terminal) => terminal.key === key && isReady(terminal)))
    return missing.length === 0 ? undefined : `does not get ready what was ready before it: ${missing.join(', ')}`
  }

  function judge(command: string): UpdateEnd | undefined {
    const pending = readPending()
    if (pending?.command !== command)
      return failed('update_interrupted', 'The agent stopped while it fetched the new version, which can be asked for again.')
    const { returned } = program ?? {}
    if (running !== pending.version) {
      if (returned?.version === pending.version) return failed('update_returned', `Version ${returned.version} ${returned.why}.`)
      if (program?.isWanted(pending.version) === true) return undefined
      return failed('update_interrupted', `The agent stopped before version ${pending.version} took over.`)
    }
    if (lacks() !== undefined) return undefined
    options.alert(false, `Version ${running} works.`)
    return { outcome: 'done', lines: [`Version ${running} runs and works: connected, its record writable, its terminals ready.`] }
  }

  return {
    update: (command, wish) => change(command, wish.version, (able) => able.install(wish)),
    goBack: (command, version) => change(command, version, async () => {}),
    settle(command, end) {
      const timer = clock.startTimer(LOOK_EVERY_MS, () => {
        timers.delete(timer)
        const judged = judge(command)
        if (judged === undefined) this.settle(command, end)
        else end(judged)
      })
      timers.add(timer)
    },
    lacks,
    stop() {
      for (const timer of timers) timer.cancel()
      timers.clear()
    },
  }
}

function isReady({ condition }: { readonly condition: string }): boolean {
  return condition === 'ready' || condition === 'busy'
}
