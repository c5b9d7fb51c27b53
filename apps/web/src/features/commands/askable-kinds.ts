import { commandClasses, commandKinds } from '@counterfoil/protocol'
import type { AskableKind } from './ask-form.tsx'

/**
 * Versions are changed by rollouts, whose page has its own steps; what agents are set by is sent from the settings, and a drill is
 * begun on the store's page of redundancy, which watches it.
 */
const NOT_HERE: readonly string[] = ['agent.update', 'agent.return', 'agent.configure', 'link.drill']

/** What a person asks an agent for by itself. */
export const askableKinds: readonly AskableKind[] = commandKinds
  .filter((kind) => !NOT_HERE.includes(kind))
  .map((kind) => ({ kind, class: commandClasses[kind] }))
