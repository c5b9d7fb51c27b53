import { PROTOCOL_VERSION } from '@counterfoil/protocol'
import { type AgentConfig, addressText } from './agent-config.ts'
import { AGENT_VERSION } from './version.ts'

/** What an agent tells of itself when it starts. */
export function startedFact(platform: string) {
  return { kind: 'agent.started', version: AGENT_VERSION, protocol: PROTOCOL_VERSION, platform }
}

/** What it is set by: its terminals, the hub's addresses, the configuration in force. */
export function configuredFact(
  config: AgentConfig,
  hubs?: readonly string[],
  configuration?: { readonly number: number; readonly hash: string },
) {
  return {
    kind: 'agent.configured',
    ...(configuration !== undefined && { configuration }),
    terminals: config.terminals.map(({ key, lane, protocol, link, label, note }) => ({
      key,
      lane,
      protocol: protocol.id,
      link: link.kind,
      address: addressText(link),
      ...(label !== undefined && { label }),
      ...(note !== undefined && { note }),
    })),
    ...(hubs !== undefined && { hubs: hubs.map((hub) => new URL(hub).origin) }),
  }
}
