import type { AgentConfig } from '../agent-config.ts'
import type { ConfigurationState, KeptConfiguration, ReadState } from './configuration-file.ts'
import { overlayConfig } from './overlay-config.ts'
import { readDocument } from './read-document.ts'

/** With what an agent begins, by its own file and by what lies in its data folder. */
export interface Beginning {
  readonly config: AgentConfig
  readonly state: ConfigurationState
  /** The hub's configuration that lies over the file. */
  readonly inForce: { readonly number: number; readonly hash: string } | undefined
  /** It was on trial when the program ended, and nobody saw it work. */
  readonly trial: KeptConfiguration | undefined
  /** Why a kept one is not applied. */
  readonly aside?: { readonly of?: KeptConfiguration; readonly cause: string; readonly detail: string }
}

/** A configuration that was still on trial is never begun with: the last good one is. Changes nothing. */
export function readBeginning(
  base: AgentConfig,
  { agentId, hubId }: { readonly agentId: string; readonly hubId: string },
  read: ReadState,
): Beginning {
  const empty: ConfigurationState = { v: 1, agentId, hubId, good: null, before: null, trial: null, returned: null }
  const alone = { config: base, inForce: undefined, trial: undefined }
  if (read.found === 'unreadable') {
    const detail = 'The hub’s configuration in the data folder cannot be read; the agent’s own file alone counts.'
    return { ...alone, state: empty, aside: { cause: 'unreadable', detail } }
  }
  if (read.found !== 'state' || read.state.agentId !== agentId || read.state.hubId !== hubId) return { ...alone, state: empty }
  const { state } = read
  const { good } = state
  const trial = state.trial ?? undefined
  if (good === null) return { ...alone, state, trial }
  const aside = (cause: string, detail: string): Beginning => ({ ...alone, state, trial, aside: { of: good, cause, detail } })
  if (base.refusesHubConfiguration === true)
    return aside('kept_local', 'The file of this agent says that it is set on the spot alone (hubConfiguration: refuse).')
  const document = readDocument(good.document, good.hash)
  if (document === undefined)
    return aside('unreadable', 'The hub’s configuration cannot be read; the agent’s own file alone counts.')
  const overlaid = overlayConfig(base, document)
  if ('problems' in overlaid)
    return aside('does_not_fit', `It does not go with the agent’s file any more: ${overlaid.problems.join(' ')}`)
  return { config: overlaid.config, state, inForce: { number: good.number, hash: good.hash }, trial }
}
