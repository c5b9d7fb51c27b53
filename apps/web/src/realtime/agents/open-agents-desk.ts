import { type AgentSessions, createAgentSessions, postgresAgentRecord } from '@counterfoil/services/agent-sessions'
import { createCommandDesk } from '@counterfoil/services/commands'
import type { HubNotes, Ingest } from '@counterfoil/services/ingest'
import { createWitnessDesk } from '@counterfoil/services/witnesses'
import type { HubParts } from '../hub-parts.ts'
import type { PresenceWriter } from '../presence-writer.ts'

export interface AgentsDeskOptions {
  readonly ingest: Ingest
  readonly presence: PresenceWriter
  readonly notes: HubNotes
  readonly hubId: () => Promise<string>
  readonly onGreeted: (agentId: number, greeting: number) => void
}

/** Where agents' sessions live, whatever carries them. */
export function openAgentsDesk(parts: HubParts, options: AgentsDeskOptions): AgentSessions {
  const { log, metrics } = parts
  const note = (level: 'debug' | 'info' | 'warn', facts: object, message: string) => log[level](facts, message)
  return createAgentSessions({
    ...parts,
    ...options,
    witnesses: createWitnessDesk({ ...parts, logKeys: parts.keys.map(({ checkpoints }) => checkpoints), log: note }),
    commands: createCommandDesk({ ...parts, now: () => new Date(parts.clock.nowMs()), keys: commandKeys(parts.keys) }),
    agents: postgresAgentRecord({ ...parts, now: () => new Date(parts.clock.nowMs()) }),
    onPresence: (seen) => options.presence.note(seen),
    onConnected: (count) => metrics.agents.set(count),
    onHello: (answer) => metrics.hellos.inc({ answer: answer.ok ? 'ok' : answer.code }),
    log: note,
  })
}

function commandKeys([current, ...before]: HubParts['keys']): Parameters<typeof createCommandDesk>[0]['keys'] {
  return [current.commands, ...before.map(({ commands }) => commands)]
}
