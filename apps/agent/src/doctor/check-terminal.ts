import type { Clock } from '@counterfoil/terminals'
import { addressText, type TerminalConfig } from '../agent-config.ts'
import type { OpenLink } from '../terminals/byte-link.ts'
import type { Finding } from './finding.ts'
import { type ProbeResult, probeTerminal } from './probe-terminal.ts'

/** A little more than the five seconds a terminal may take to answer (ZVT's T3). */
const PROBE_MS = 7_000
/** The rates terminals are sold with, the likely ones first. */
const RATES = [9_600, 115_200, 57_600, 19_200, 38_400] as const

const STATES: ReadonlyMap<string, string> = new Map([
  ['needs_action', 'needs attention'],
  ['maintenance', 'is in maintenance'],
])

export interface CheckTerminalOptions {
  readonly terminal: TerminalConfig
  readonly openLink: OpenLink
  readonly clock: Clock
  /** Tells the person what takes so long. */
  readonly progress: (line: string) => void
}

/** Greets one terminal; where a serial one is silent, tries the other rates and says at which it answers. */
export async function checkTerminal(options: CheckTerminalOptions): Promise<Finding> {
  const { terminal, progress } = options
  const where = `${terminal.protocol.label} at ${addressText(terminal.link)}`
  progress(`Greeting ${terminal.key} (${where}) …`)
  const result = await probeTerminal({ ...options, timeoutMs: PROBE_MS })
  if (terminal.link.kind === 'serial' && (result.found === 'silence' || result.found === 'foreign')) {
    const rate = await findRate(options, terminal.link)
    if (rate !== undefined) {
      return finding(
        terminal,
        'bad',
        `The terminal on ${terminal.link.path} answers at ${rate} baud, configured is ${terminal.link.baudRate}. Set serial.baudRate to ${rate}.`,
      )
    }
  }
  return explain(terminal, where, result)
}

async function findRate(
  options: CheckTerminalOptions,
  link: Extract<TerminalConfig['link'], { kind: 'serial' }>,
): Promise<number | undefined> {
  for (const baudRate of RATES) {
    if (baudRate === link.baudRate) continue
    options.progress(`  silent; trying ${baudRate} baud …`)
    const result = await probeTerminal({
      ...options,
      terminal: { ...options.terminal, link: { ...link, baudRate } },
      timeoutMs: PROBE_MS,
    })
    if (result.found === 'terminal') return baudRate
  }
  return undefined
}

function explain(terminal: TerminalConfig, where: string, result: ProbeResult): Finding {
  switch (result.found) {
    case 'no_link':
      return finding(terminal, 'bad', result.problem.message)
    case 'silence':
      return finding(
        terminal,
        'bad',
        terminal.link.kind === 'serial'
          ? `The port ${terminal.link.path} opens, but nothing answers on it, at any rate. Check the cable (crossed or straight), that the terminal is on, and that its till interface is set to ${terminal.protocol.label}.`
          : `${addressText(terminal.link)} takes the connection, but says nothing in ${terminal.protocol.label}. Check that the terminal's till interface is on and that no other till is connected.`,
      )
    case 'foreign':
      return finding(
        terminal,
        'bad',
        `Something answers at ${addressText(terminal.link)}, but not in ${terminal.protocol.label}: ${result.why}. Correct the protocol, the port or the terminal's till interface.`,
      )
    case 'terminal': {
      const who = result.identity === undefined ? '' : ` (${result.identity})`
      if (result.condition === 'ready') return finding(terminal, 'good', `${where} answers and is ready${who}.`)
      const state = STATES.get(result.condition) ?? `is ${result.condition}`
      const why = result.text ?? result.reason?.replaceAll('_', ' ')
      return finding(
        terminal,
        result.condition === 'needs_action' ? 'bad' : 'warn',
        `${where} answers${who}, but ${state}${why === undefined ? '' : `: ${why.replace(/\.$/, '')}`}.`,
      )
    }
    default:
      return result satisfies never
  }
}

function finding(terminal: TerminalConfig, verdict: Finding['verdict'], message: string): Finding {
  return { area: 'terminal', subject: terminal.key, verdict, message }
}
