import type { AgentConfig } from '../agent-config.ts'
import { type ConfigurationFile, type ConfigurationState, openConfigurationFile } from './configuration-file.ts'
import { openFolderDisk } from './folder-disk.ts'
import { type Beginning, readBeginning } from './read-beginning.ts'
import { readDocument } from './read-document.ts'

/** One value that does not come from the agent's own file. */
export interface SetFromAfar {
  readonly terminal?: string
  readonly name: string
  readonly value: string | number
}

/** What of an agent's settings comes from where, as it would start now. */
export interface ConfigurationShown {
  readonly takesFromHub: boolean
  /** Null: the agent's own file alone. */
  readonly inForce: { readonly number: number; readonly hash: string; readonly sinceMs: number } | null
  readonly fromHub: readonly SetFromAfar[]
  readonly onTrial: { readonly number: number; readonly sinceMs: number } | null
  readonly aside: { readonly cause: string; readonly detail: string } | null
  readonly returned: ConfigurationState['returned']
}

export interface EffectiveConfig extends Beginning {
  readonly file: ConfigurationFile
  readonly shown: ConfigurationShown
}

/** The agent's file with the hub's configuration of its data folder over it. */
export function readEffective(
  base: AgentConfig,
  identity: { readonly agentId: string; readonly hubId: string } | undefined,
): EffectiveConfig {
  const file = openConfigurationFile(openFolderDisk(base.dataDir))
  const read = identity === undefined ? ({ found: 'none' } as const) : file.read()
  const beginning = readBeginning(base, identity ?? { agentId: '', hubId: '' }, read)
  const { state, inForce, trial, aside } = beginning
  const { good } = state
  const document = inForce === undefined || good === null ? undefined : readDocument(good.document, good.hash)
  return {
    ...beginning,
    file,
    shown: {
      takesFromHub: base.refusesHubConfiguration !== true,
      inForce: inForce === undefined ? null : { ...inForce, sinceMs: good?.sinceMs ?? 0 },
      fromHub: document === undefined ? [] : valuesOf(document),
      onTrial: trial === undefined ? null : { number: trial.number, sinceMs: trial.sinceMs },
      aside: aside === undefined ? null : { cause: aside.cause, detail: aside.detail },
      returned: state.returned,
    },
  }
}

function valuesOf({ logLevel, terminals }: NonNullable<ReturnType<typeof readDocument>>): SetFromAfar[] {
  return [
    ...(logLevel === undefined ? [] : [{ name: 'log.level', value: logLevel }]),
    ...terminals.flatMap(({ key, serial = {}, settings = {} }) => [
      ...Object.entries(serial).map(([name, value]) => ({ terminal: key, name: `serial.${name}`, value: value ?? '' })),
      ...Object.entries(settings).map(([name, value]) => ({ terminal: key, name: `settings.${name}`, value })),
    ]),
  ]
}

/** In sentences for people. */
export function configurationLines({ takesFromHub, inForce, fromHub, onTrial, aside, returned }: ConfigurationShown): string[] {
  const lines = [
    inForce === null
      ? `Set by this machine’s own file alone${takesFromHub ? '' : ': it refuses what the hub sends (hubConfiguration: refuse)'}.`
      : `Configuration ${inForce.number} of the hub lies over this machine’s file:`,
    ...fromHub.map(
      ({ terminal, name, value }) => `  ${terminal === undefined ? '' : `${terminal} `}${name}: ${value} (from the hub)`,
    ),
  ]
  if (onTrial !== null)
    lines.push(`Configuration ${onTrial.number} is on trial: unless it is seen to work, the one before returns.`)
  if (aside !== null && takesFromHub) lines.push(`Set aside: ${aside.detail}`)
  if (returned !== null) lines.push(`Configuration ${returned.number} came back (${returned.cause}). ${returned.detail}`)
  return lines
}
