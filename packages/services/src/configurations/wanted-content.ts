import { canonicalJson } from '@counterfoil/audit'
import { AgentConfiguration, CONFIGURATION_CHARS, layPaths } from '@counterfoil/protocol'
import type { SettingPath } from '../device-settings/resolve-setting.ts'
import type { SettingName, SettingValue } from '../device-settings/setting-table.ts'
import type { AgentToSet, TerminalToSet } from './agent-to-set.ts'
import { placeInDocument, sentSettings } from './setting-paths.ts'
import type { WishIndex } from './wish-index.ts'

/** A configuration without its number. */
export type ConfigurationContent = Omit<AgentConfiguration, 'v' | 'number'>
export const nothingSet: ConfigurationContent = { terminals: [] }

/** What the product needs to know of a protocol to check what is sent to its terminals. */
export interface DriverSchema {
  readonly id: string
  readonly label: string
  readonly remoteSettings: readonly string[]
  parseSettings(
    raw: unknown,
  ): { readonly settings: unknown } | { readonly problems: readonly { readonly path: string; readonly message: string }[] }
}

/** Everything that is said for an agent and its terminals and that agents obey. */
export function wantedContent(agent: AgentToSet, wishes: WishIndex): ConfigurationContent {
  const { country, region, storeId, deviceId } = agent
  const logLevel = wishes.find('agent.logLevel', { country, region, storeId, laneId: null, deviceId })?.value
  const terminals = agent.terminals.flatMap((terminal) => {
    const wanted = wantedOfTerminal(
      terminal,
      { country, region, storeId, laneId: terminal.laneId, deviceId: terminal.deviceId },
      wishes,
    )
    return wanted === undefined ? [] : [wanted]
  })
  return { ...(logLevel !== undefined && { logLevel: logLevel as 'info' }), terminals }
}

function wantedOfTerminal(
  { key, protocol, link }: TerminalToSet,
  path: SettingPath,
  wishes: WishIndex,
): ConfigurationContent['terminals'][number] | undefined {
  const serial: Record<string, SettingValue> = {}
  const settings: Record<string, SettingValue> = {}
  for (const name of sentSettings) {
    const place = placeInDocument(name)
    const value = wishes.find(name, path)?.value
    if (value === undefined) continue
    // A serial line's rate is nothing to a terminal on the network.
    if (place.part === 'serial' && link === 'serial') serial[place.field] = value
    if (place.part === 'protocol' && place.protocol === protocol) settings[place.path] = value
  }
  const hasSerial = Object.keys(serial).length > 0
  const hasSettings = Object.keys(settings).length > 0
  return hasSerial || hasSettings ? { key, ...(hasSerial && { serial }), ...(hasSettings && { settings }) } : undefined
}

export interface SettingChange {
  /** The agent's own name of the terminal; null: the agent itself. */
  readonly terminal: string | null
  readonly setting: SettingName
  /** Null: as the agent's own file says. */
  readonly from: SettingValue | null
  readonly to: SettingValue | null
}

/** What differs between two configurations, in the order of the table of settings. */
export function diffContent(before: ConfigurationContent, after: ConfigurationContent): SettingChange[] {
  const keys = [...new Set([...before.terminals, ...after.terminals].map(({ key }) => key))].toSorted()
  const owners: readonly (string | null)[] = [null, ...keys]
  return owners.flatMap((terminal) =>
    sentSettings.flatMap((setting) => {
      const [from, to] = [valueIn(before, terminal, setting), valueIn(after, terminal, setting)]
      return from === to ? [] : [{ terminal, setting, from, to }]
    }),
  )
}

function valueIn(content: ConfigurationContent, terminal: string | null, setting: SettingName): SettingValue | null {
  const place = placeInDocument(setting)
  if (terminal === null) return place.part === 'agent' ? (content[place.field] ?? null) : null
  const found = content.terminals.find(({ key }) => key === terminal)
  if (place.part === 'serial') return found?.serial?.[place.field] ?? null
  return place.part === 'protocol' ? (found?.settings?.[place.path] ?? null) : null
}

/** The exact text that an agent is told. */
export function documentText(content: ConfigurationContent, number: number): string {
  return canonicalJson({ v: 1, number, ...content })
}

/** A text of ours without its number; what cannot be read is as if nothing were set. */
export function contentOf(document: string | null): ConfigurationContent {
  const parsed = document === null ? undefined : AgentConfiguration.safeParse(JSON.parse(document))
  if (parsed?.success !== true) return nothingSet
  const { v: _, number: __, ...content } = parsed.data
  return content
}

/** Why it may not be sent, by its own form and by each terminal's driver; the agent checks it again with its file. */
export function problemsOf(content: ConfigurationContent, agent: AgentToSet, drivers: readonly DriverSchema[]): string[] {
  const text = documentText(content, 1_000_000)
  if (text.length > CONFIGURATION_CHARS) return ['It is too long to be sent at once.']
  if (!AgentConfiguration.safeParse(JSON.parse(text)).success) return ['It has a value that no agent takes.']
  return content.terminals.flatMap(({ key, settings = {} }) => {
    const driver = drivers.find(({ id }) => id === agent.terminals.find((terminal) => terminal.key === key)?.protocol)
    if (driver === undefined) return [`${key}: its protocol is not known here.`]
    const foreign = Object.keys(settings).filter((path) => !driver.remoteSettings.includes(path))
    if (foreign.length > 0) return foreign.map((path) => `${key}: ${path} cannot be set from afar for ${driver.label}.`)
    const parsed = driver.parseSettings(layPaths({}, settings))
    return 'problems' in parsed ? parsed.problems.map(({ path, message }) => `${key}: ${path} ${message}`) : []
  })
}
