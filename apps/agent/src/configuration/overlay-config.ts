import { type AgentConfiguration, layPaths } from '@counterfoil/protocol'
import type { AgentConfig, LinkAddress, TerminalConfig } from '../agent-config.ts'

export type Overlaid = { readonly config: AgentConfig } | { readonly problems: readonly string[] }

/** What the agent's file says, with a configuration of the hub's over it; or, in words for people, why they do not go together. */
export function overlayConfig(base: AgentConfig, { logLevel, terminals }: AgentConfiguration): Overlaid {
  const problems: string[] = []
  const known = new Set(base.terminals.map(({ key }) => key))
  for (const [index, { key }] of terminals.entries()) {
    if (!known.has(key)) problems.push(`There is no terminal ${key} here.`)
    if (terminals.findIndex((other) => other.key === key) < index) problems.push(`Terminal ${key} stands there twice.`)
  }
  const overlaid = base.terminals.map((terminal) => {
    const over = terminals.find(({ key }) => key === terminal.key)
    return over === undefined ? terminal : overlayTerminal(terminal, over, (why) => problems.push(`${terminal.key}: ${why}`))
  })
  if (problems.length > 0) return { problems }
  return { config: { ...base, logLevel: logLevel ?? base.logLevel, terminals: overlaid } }
}

/** Keys of the terminals that are set otherwise in the one than in the other. */
export function changedTerminals(before: AgentConfig, after: AgentConfig): string[] {
  return after.terminals
    .filter((terminal) => {
      const was = before.terminals.find(({ key }) => key === terminal.key)
      return was === undefined || textOf(was) !== textOf(terminal)
    })
    .map(({ key }) => key)
}

function overlayTerminal(
  terminal: TerminalConfig,
  { serial, settings = {} }: AgentConfiguration['terminals'][number],
  report: (why: string) => void,
): TerminalConfig {
  const { protocol } = terminal
  const foreign = Object.keys(settings).filter((path) => !protocol.remoteSettings.includes(path))
  for (const path of foreign) report(`${path} is nothing that may be set from afar for ${protocol.label}.`)
  if (foreign.length > 0) return terminal
  const given = layPaths(terminal.givenSettings, settings)
  const parsed = protocol.parseSettings(given)
  if ('problems' in parsed) {
    for (const { path, message } of parsed.problems) report(`${path} ${message}`)
    return terminal
  }
  return { ...terminal, link: overlayLink(terminal.link, serial, report), givenSettings: given, settings: parsed.settings }
}

function overlayLink(
  link: LinkAddress,
  serial: AgentConfiguration['terminals'][number]['serial'],
  report: (why: string) => void,
): LinkAddress {
  if (serial === undefined) return link
  if (link.kind !== 'serial') {
    report('it is reached by network: there is no serial line to set.')
    return link
  }
  const { baudRate, dataBits, parity, stopBits } = serial
  return {
    ...link,
    baudRate: baudRate ?? link.baudRate,
    dataBits: dataBits ?? link.dataBits,
    parity: parity ?? link.parity,
    stopBits: stopBits ?? link.stopBits,
  }
}

function textOf({ link, settings }: TerminalConfig): string {
  return JSON.stringify([link, settings])
}
