import { Approvers, type CommandKey, type CommandOrder, type CommandTask } from '@counterfoil/protocol'
import type { Clock, Timer } from '@counterfoil/terminals'
import type { Log } from '../log.ts'
import { fitAnswer } from './answer-lines.ts'
import type { CommandJournal, JournalEntry } from './command-journal.ts'
import { judgeCommandKey } from './command-key.ts'
import type { CommandResult } from './command-result.ts'
import { judgeCommand } from './judge-command.ts'
import { judgeRoster, readKeptRoster } from './judge-roster.ts'
import { type CommandPowers, runCommand } from './run-command.ts'

const LOOK_EVERY_MS = 500
const FORGERY_EVERY_MS = 60_000

interface CommandFact {
  readonly kind: string
  readonly [field: string]: unknown
}

export interface CommandDeskOptions extends CommandPowers {
  readonly agentId: string
  readonly hubId: string
  readonly epoch: number
  readonly boot: string
  readonly journal: CommandJournal
  readonly clock: Clock
  /** The hub's clock minus ours. */
  readonly offsetMs: () => number
  /** Durable when it returns; throws when it could not be written. */
  readonly record: (fact: CommandFact) => void
  readonly log: Log
}

/** Where the hub's commands come in: each is judged, noted, carried out at most once, and told of in the record. */
export interface CommandDesk {
  /** Tells what became of commands that an earlier run was in the middle of. */
  start(): void
  stop(): void
  keyTold(key: CommandKey): void
  approversTold(raw: unknown): void
  take(raw: unknown): void
}

type Ended = {
  readonly outcome: 'done' | 'failed' | 'refused' | 'expired' | 'unknown'
  readonly code?: string
  readonly lines: readonly string[]
}

export function createCommandDesk(options: CommandDeskOptions): CommandDesk {
  const { journal, clock, record, log, boot } = options
  /** Commands of one terminal, or of the agent itself, go one after another. */
  const turns = new Map<string, Promise<void>>()
  const timers = new Set<Timer>()
  const forgeries = new Map<string, { count: number; toldMs: number }>()
  let stopped = false
  /** Told once a run. */
  let refusedKey: string | undefined
  let refusedRoster: string | undefined

  function take(raw: unknown): void {
    if (stopped) return
    const judged = judgeCommand(raw, {
      agentId: options.agentId,
      hubId: options.hubId,
      epoch: options.epoch,
      hubNowMs: hubNowMs(),
      key: journal.key(),
      lastCounter: journal.counter,
      approvers: keptRoster(),
    })
    if (judged.verdict === 'forged') {
      noteForgery(judged.cause, judged.why)
      return
    }
    const { order } = judged
    // Told again, because the hub does not know yet that it came: what becomes of it is told in the record, once.
    if (journal.find(order.command) !== undefined) return
    if (judged.verdict === 'refuse') {
      end(entryOf(order, 'ended'), { outcome: judged.outcome, code: judged.code, lines: [judged.why] }, order.counter)
      return
    }
    journal.note(entryOf(order, 'taken'), order.counter)
    log.info({ command: order.command, task: order.kind, requester: order.requester }, 'The hub asks this agent for something.')
    inTurn(turnOf(order), () => carryOut(order, judged.task))
  }

  async function carryOut(order: CommandOrder, task: CommandTask): Promise<void> {
    const terminal = terminalOf(order)
    if (terminal !== undefined && options.terminal(terminal) === undefined) {
      end(entryOf(order, 'ended'), { outcome: 'refused', code: 'unknown_terminal', lines: [`There is no terminal ${terminal}.`] })
      return
    }
    for (;;) {
      if (stopped) return
      // Also of one that waited for its turn behind another: whoever asked counts on nothing any more.
      if (hubNowMs() > order.expiresAtMs) {
        const line = 'Its time was over before the terminal was idle: nothing was done.'
        end(entryOf(order, 'ended'), { outcome: 'expired', code: 'never_idle', lines: [line] })
        return
      }
      if (isFree(task)) break
      await pause(LOOK_EVERY_MS)
    }
    record({ kind: 'command.started', ...named(entryOf(order, 'started')) })
    journal.note(entryOf(order, 'started'))
    const result = await runCommand(order.command, task, options).catch(
      (error: unknown): CommandResult => ({
        outcome: 'failed',
        code: 'agent_fault',
        lines: [error instanceof Error ? error.message : String(error)],
      }),
    )
    if (result.outcome === 'next_start') result.go()
    else end(entryOf(order, 'ended'), result)
  }

  /** The record first: a crash before the journal knows it tells a second, weaker end, and the first one counts. */
  function end(entry: JournalEntry, { outcome, lines, ...more }: Ended, counter?: number): void {
    record({
      kind: 'command.ended',
      ...named(entry),
      outcome,
      ...('code' in more && more.code !== undefined && { code: more.code }),
      lines: fitAnswer(lines),
    })
    journal.note({ ...entry, state: 'ended' }, counter)
    log.info({ command: entry.command, task: entry.task, outcome }, 'What the hub asked for has ended.')
  }

  /** No customer stands at the terminal. A port that hangs is reset just because its terminal is not ready. */
  function isFree(task: CommandTask): boolean {
    const { terminals } = options.status()
    if (task.kind === 'agent.restart')
      return terminals.every(({ openPayment, condition }) => openPayment === undefined && condition !== 'busy')
    if (task.kind === 'agent.configure') {
      const touched = options.configuration?.touches(task.args) ?? []
      return terminals.every(
        ({ key, openPayment, condition }) => !touched.includes(key) || (openPayment === undefined && condition !== 'busy'),
      )
    }
    // It only listens: a payment is what it is to see.
    if (!('terminal' in task.args) || task.kind === 'terminal.capture') return true
    const { terminal } = task.args
    const now = terminals.find(({ key }) => key === terminal)
    if (now === undefined || now.openPayment !== undefined) return false
    // What it needs may be just what it is told to do: an initialisation, a restart.
    return (
      now.condition === 'ready' ||
      now.condition === 'needs_action' ||
      (task.kind === 'terminal.reset_port' && now.condition !== 'busy')
    )
  }

  function inTurn(name: string, work: () => Promise<void>): void {
    const before = turns.get(name) ?? Promise.resolve()
    const mine = before.then(work).catch((error: unknown) => {
      log.error(
        { error: String(error) },
        'A command could not be carried out or told of; it is looked at again at the next start.',
      )
    })
    turns.set(name, mine)
    void mine.then(() => {
      if (turns.get(name) === mine) turns.delete(name)
    })
  }

  function noteForgery(cause: string, why: string): void {
    const before = forgeries.get(cause)
    const count = (before?.count ?? 0) + 1
    const nowMs = clock.monotonicMs()
    if (before !== undefined && nowMs - before.toldMs < FORGERY_EVERY_MS) {
      forgeries.set(cause, { ...before, count })
      return
    }
    log.warn({ cause }, why)
    record({ kind: 'command.forged', cause, detail: why, count })
    forgeries.set(cause, { count: 0, toldMs: nowMs })
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

  function entryOf(order: CommandOrder, state: JournalEntry['state']): JournalEntry {
    const terminal = terminalOf(order)
    const approved = order.approvals.length > 0 && { approved: true as const }
    return { command: order.command, task: order.kind, ...(terminal !== undefined && { terminal }), state, boot, ...approved }
  }

  function keptRoster() {
    const text = journal.roster()
    return text === undefined ? undefined : readKeptRoster(text)
  }

  function noteApprovers(raw: unknown): void {
    const told = Approvers.safeParse(raw)
    if (!told.success) {
      log.warn({}, 'The hub’s list of approvers cannot be read: is it newer than this agent?')
      return
    }
    for (const signed of told.data.rosters) {
      const judged = judgeRoster(options.hubId, keptRoster(), signed)
      if (judged.verdict === 'known') continue
      if (judged.verdict === 'unreadable') {
        log.warn({}, 'A list of approvers cannot be read.')
        return
      }
      const { verdict, hash } = judged
      if (verdict === 'refused') {
        if (hash === refusedRoster) return
        log.error({ number: judged.number }, `The hub tells another list of approvers, and it is not taken. ${judged.why}`)
        record({ kind: 'command.approvers', number: judged.number, roster: hash, verdict, detail: judged.why })
        refusedRoster = hash
        return
      }
      record({ kind: 'command.approvers', number: judged.kept.roster.number, roster: hash, verdict })
      journal.keepRoster(judged.kept.text)
    }
  }

  const hubNowMs = (): number => clock.nowMs() + options.offsetMs()

  return {
    start() {
      stopped = false
      for (const entry of journal.interrupted(boot)) {
        if (entry.state === 'started' && isUpdate(entry.task))
          options.updates.settle(entry.command, (ended) => inTurn(UPDATES, async () => end(entry, ended)))
        else end(entry, interruptedEnd(entry, options.configuration))
      }
    },
    stop() {
      stopped = true
      for (const timer of timers) timer.cancel()
    },
    keyTold(told) {
      const verdict = judgeCommandKey(options.hubId, journal.key(), told)
      if (verdict === 'same') return
      if (verdict === 'refused') {
        if (told.publicKey === refusedKey) return
        refusedKey = told.publicKey
        log.error(
          {},
          'The hub tells another key for commands than the one this agent keeps, and the kept one does not vouch for it: no command is taken.',
        )
      }
      record({ kind: 'command.key', publicKey: told.publicKey, verdict })
      if (verdict !== 'refused') journal.keepKey(told.publicKey)
    },
    approversTold(raw) {
      try {
        noteApprovers(raw)
      } catch (error) {
        log.error({ error: String(error) }, 'A list of approvers could not be noted; the hub tells it again.')
      }
    },
    take(raw) {
      try {
        take(raw)
      } catch (error) {
        log.error({ error: String(error) }, 'A command could not be noted, so it was not begun; the hub tells it again.')
      }
    },
  }
}

/** A command that was taken and not begun is told as such: the hub may ask anew. A restart has happened when the agent is here again. */
function interruptedEnd({ state, task, command }: JournalEntry, configuration: CommandPowers['configuration']): Ended {
  if (state === 'started' && task === 'agent.configure')
    return configuration?.isKept(command) === true
      ? { outcome: 'done', lines: ['The configuration is in force.'] }
      : {
          outcome: 'failed',
          code: 'interrupted',
          lines: ['The agent stopped before it was seen to work, and began again with the one before.'],
        }
  if (state === 'started' && task === 'link.drill')
    return {
      outcome: 'failed',
      code: 'interrupted',
      lines: ['The agent stopped in the middle of the drill, and began again with its usual choice of address.'],
    }
  if (state === 'started' && task === 'terminal.capture')
    return {
      outcome: 'failed',
      code: 'interrupted',
      lines: ['The agent stopped in the middle of the capture: nothing of it was kept.'],
    }
  if (state === 'started' && task === 'agent.restart') return { outcome: 'done', lines: ['The agent was started again.'] }
  if (state === 'started')
    return {
      outcome: 'unknown',
      code: 'interrupted',
      lines: ['The agent stopped in the middle of it: what became of it is not known.'],
    }
  return { outcome: 'failed', code: 'not_begun', lines: ['The agent stopped before it had begun with it: nothing was done.'] }
}

function named({ command, task, terminal }: JournalEntry) {
  return { command, task, ...(terminal !== undefined && { terminal }) }
}

/** A download is long, and nothing else has to wait for it. */
const UPDATES = 'update'

function turnOf(order: CommandOrder): string {
  // A configuration on trial, or a drill, holds up nothing but the next one.
  if (order.kind === 'agent.configure' || order.kind === 'link.drill') return order.kind
  // A terminal is asked for more while its line is captured; a second capture is refused at once.
  if (order.kind === 'terminal.capture') return order.command
  return isUpdate(order.kind) ? UPDATES : (terminalOf(order) ?? '')
}

function isUpdate(kind: string): boolean {
  return kind === 'agent.update' || kind === 'agent.return'
}

function terminalOf({ args }: CommandOrder): string | undefined {
  return typeof args.terminal === 'string' ? args.terminal : undefined
}
