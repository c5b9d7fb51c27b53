import { type AgentSessions, createAgentSessions, postgresAgentRecord } from '@counterfoil/services/agent-sessions'
import type { HubNotes, Ingest } from '@counterfoil/services/ingest'
import type { HubParts } from '../hub-parts.ts'
import type { HubNamespace } from '../hub-sockets.ts'
import type { PresenceWriter } from '../presence-writer.ts'

export type AgentsDesk = Pick<AgentSessions, 'connected' | 'drop' | 'recheck'>

export interface AgentsOptions {
  readonly namespace: HubNamespace
  readonly ingest: Ingest
  readonly presence: PresenceWriter
  readonly notes: HubNotes
  readonly hubId: () => Promise<string>
}

/** Carries agents' sessions over socket.io. */
export function serveAgents(parts: HubParts, options: AgentsOptions): AgentsDesk {
  const { log, metrics } = parts
  const sessions = createAgentSessions({
    ...parts,
    ...options,
    agents: postgresAgentRecord(parts.pool),
    onPresence: (seen) => options.presence.note(seen),
    onConnected: (count) => metrics.agents.set(count),
    onHello: (answer) => metrics.hellos.inc({ answer: answer.ok ? 'ok' : answer.code }),
    log: (level, facts, message) => log[level](facts, message),
  })

  options.namespace.on('connection', (socket) => {
    const session = sessions.open({
      challenge: (challenge) => socket.emit('challenge', challenge),
      close: () => void socket.disconnect(true),
      get closed() {
        return socket.disconnected
      },
      address: socket.handshake.address,
    })
    // A missing answer function is a broken peer.
    socket.on('hello', (input, answer) => {
      if (typeof answer !== 'function') return void socket.disconnect(true)
      void session.hello(input).then(answer)
    })
    socket.on('batch', (input, answer) => {
      if (typeof answer !== 'function') return void socket.disconnect(true)
      void session.batch(input).then(answer)
    })
    socket.on('pulse', (input) => session.pulse(input))
    socket.on('disconnect', () => session.closed())
  })
  return sessions
}
