import type { CommandTask } from '@counterfoil/protocol'
import type { Operation, OperationResult } from '@counterfoil/terminals'
import type { AgentStatus } from '../agent-status.ts'
import type { ConfigurationKeeper } from '../configuration/configuration-keeper.ts'
import type { DrillResult } from '../link/hub-drill.ts'
import { spanText } from '../span-text.ts'
import type { SerialPortFacts } from '../terminals/list-serial-ports.ts'
import type { TerminalSupervisor } from '../terminals/terminal-supervisor.ts'
import type { UpdateDesk, UpdateEnd } from '../updates/update-desk.ts'
import { platformId } from '../updates/update-places.ts'
import type { CommandResult } from './command-result.ts'
import { readRollout } from './read-rollout.ts'

export interface CommandPowers {
  readonly status: () => AgentStatus
  readonly version: string
  readonly platform: string
  readonly listPorts: () => Promise<readonly SerialPortFacts[]>
  /** The last lines of the agent's log, redacted; left out where nobody keeps them. */
  readonly recentLog?: () => readonly string[]
  readonly runOperation: (terminal: string, operation: Operation) => Promise<OperationResult>
  readonly terminal: (key: string) => TerminalSupervisor | undefined
  /** Ends this process for the launcher to start it again; left out where nobody would. */
  readonly restart?: () => void
  /** Left out where nothing may be set from afar. */
  readonly configuration?: Pick<ConfigurationKeeper, 'touches' | 'apply' | 'isKept'>
  readonly updates: Pick<UpdateDesk, 'update' | 'goBack' | 'settle'>
  /** Makes a new key for this agent and has the hub take it. */
  readonly rotateKey?: () => Promise<{ readonly done: boolean; readonly message: string }>
  /** Keeps what goes over a terminal's line for so many seconds. */
  readonly captureLine: (terminal: string, seconds: number) => Promise<CommandResult>
  /** Goes over to the next address of the hub for so many seconds; left out where the link has one way only. */
  readonly drillHub?: (seconds: number) => Promise<DrillResult>
}

const OPERATIONS = {
  'terminal.status': 'status_enquiry',
  'terminal.diagnosis': 'diagnosis',
  'terminal.reprint': 'repeat_receipt',
  'terminal.initialise': 'initialisation',
  'terminal.restart': 'restart',
  'terminal.end_of_day': 'end_of_day',
} as const satisfies Partial<Record<CommandTask['kind'], Operation>>

/** Does what the hub asked. Only kinds of the closed list come here, with checked arguments. */
export async function runCommand(command: string, task: CommandTask, powers: CommandPowers): Promise<CommandResult> {
  switch (task.kind) {
    case 'agent.status':
      return done(describeStatus(powers))
    case 'agent.ports':
      return done(describePorts(await powers.listPorts()))
    case 'agent.log': {
      const lines = powers.recentLog?.()
      if (lines === undefined) return refused('no_log', 'This agent keeps no log that could be shown.')
      return done(lines.slice(-task.args.lines))
    }
    case 'agent.restart': {
      const { restart } = powers
      if (restart === undefined)
        return refused('no_launcher', 'This agent was started by hand: nobody would start it again. Restart it there.')
      return { outcome: 'next_start', go: restart }
    }
    case 'agent.configure':
      return (
        (await powers.configuration?.apply(task.args, command)) ??
        refused('no_configuration', 'This agent is set on the spot alone.')
      )
    case 'agent.rotate_key': {
      const rotated = await powers.rotateKey?.()
      if (rotated === undefined) return refused('no_rotation', 'This agent’s key cannot be renewed.')
      return rotated.done ? done([rotated.message]) : { outcome: 'failed', code: 'not_rotated', lines: [rotated.message] }
    }
    case 'agent.update': {
      const rollout = readRollout(task.args.rollout)
      const sha256 = rollout?.archives[platformId()]
      if (rollout === undefined || sha256 === undefined)
        return refused('update_unknown_version', `The rollout names no version for ${platformId()}.`)
      return changing(await powers.updates.update(command, { version: rollout.version, sha256 }))
    }
    case 'agent.return':
      return changing(await powers.updates.goBack(command, task.args.version))
    case 'link.drill':
      return (await powers.drillHub?.(task.args.seconds)) ?? refused('one_address', 'It knows one way to its hub only.')
    case 'terminal.capture':
      return powers.captureLine(task.args.terminal, task.args.seconds)
    case 'terminal.reset_port': {
      const { terminal } = task.args
      powers.terminal(terminal)?.reopenLink('the hub asked for it')
      return done([`The link to ${terminal} was closed and is opened anew.`])
    }
    case 'terminal.status':
    case 'terminal.diagnosis':
    case 'terminal.reprint':
    case 'terminal.initialise':
    case 'terminal.restart':
    case 'terminal.end_of_day': {
      const result = await powers.runOperation(task.args.terminal, OPERATIONS[task.kind])
      return result.done ? done(result.lines) : { outcome: 'failed', code: codeOf(result), lines: [result.message] }
    }
    default:
      return task satisfies never
  }
}

/** How it went the version that takes over tells, or this one when it has to go on. */
function changing(ended: UpdateEnd | undefined): CommandResult {
  return ended ?? { outcome: 'next_start', go: () => {} }
}

function codeOf({ code }: Extract<OperationResult, { done: false }>): string {
  const word = code
    ?.toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '_')
    .slice(0, 40)
  return word === undefined || word === '' ? 'not_done' : word
}

function done(lines: readonly string[]): CommandResult {
  return { outcome: 'done', lines }
}

function refused(code: string, line: string): CommandResult {
  return { outcome: 'refused', code, lines: [line] }
}

function describeStatus({ status, version, platform }: CommandPowers): string[] {
  const { upMs, hub, waiting, takesPayments, terminals } = status()
  return [
    `Agent ${version} on ${platform}, running for ${spanText(upMs)}.`,
    ...(hub.clockOffsetMs === undefined
      ? []
      : [`Its clock is ${Math.abs(hub.clockOffsetMs)} ms ${side(hub.clockOffsetMs)} the hub’s.`]),
    waiting.events === 0
      ? 'Every event has been delivered.'
      : `Not delivered yet: ${waiting.events}, the oldest for ${spanText(waiting.oldestMs)}.`,
    ...(takesPayments ? [] : ['It takes no new payments: there is no room to record one.']),
    ...terminals.map(
      ({ key, lane, protocol, address, link, condition, reason, problem, captureLeftMs }) =>
        `${key} (lane ${lane}, ${protocol}, ${address}): link ${link}, ${condition}${reason === undefined ? '' : ` (${reason})`}${problem === undefined ? '' : `; ${problem.message}`}${captureLeftMs === undefined ? '' : `; its line is captured for ${spanText(captureLeftMs)} more`}`,
    ),
  ]
}

function side(offsetMs: number): string {
  return offsetMs > 0 ? 'behind' : 'ahead of'
}

function describePorts(ports: readonly SerialPortFacts[]): string[] {
  if (ports.length === 0) return ['There are no serial ports on this machine.']
  return ports.map(({ path, manufacturer, usb, location, serialNumber }) =>
    [path, manufacturer, usb && `USB ${usb}`, location && `location ${location}`, serialNumber && `serial number ${serialNumber}`]
      .filter(Boolean)
      .join(', '),
  )
}
