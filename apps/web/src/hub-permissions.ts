import type { Permission } from '@counterfoil/services/permissions'

/**
 * What the hub's port takes, and from whom. `agent`: whoever answers the hub's challenge with an agent's key, no person and no token.
 * `join code`: whoever shows one. `log key`: whoever shows what a log signed that this hub was told to countersign. `provider`: whoever
 * shows what a pull of that name is told by. `inside`: nobody from outside, the proxy in front passes it on to none. `everybody`: signed files that hold no secret.
 */
export const hubPermissions = {
  'socket /live watch': 'live.read',
  'socket /agents hello': 'agent',
  'socket /agents batch': 'agent',
  'socket /agents rotate': 'agent',
  'socket /agents joined': 'agent',
  'socket /agents pulse': 'agent',
  'socket /agents checkpoint': 'agent',
  'socket /agents cosignature': 'agent',
  'POST /v1/enrol': 'join code',
  'POST /v1/agents/session': 'agent',
  'POST /v1/agents/session/hello': 'agent',
  'POST /v1/agents/session/batch': 'agent',
  'POST /v1/agents/session/rotate': 'agent',
  'POST /v1/agents/session/joined': 'agent',
  'POST /v1/agents/session/pulse': 'agent',
  'POST /v1/agents/session/checkpoint': 'agent',
  'POST /v1/agents/session/cosignature': 'agent',
  'POST /v1/agents/session/messages': 'agent',
  'POST /v1/agents/session/end': 'agent',
  'POST /add-checkpoint': 'log key',
  'POST /v1/notices/NAME': 'provider',
  'GET /v1/updates/NAME': 'everybody',
  'GET /healthz': 'inside',
  'GET /readyz': 'inside',
  'GET /metrics': 'inside',
} as const satisfies Readonly<
  Record<string, Permission | 'agent' | 'join code' | 'log key' | 'provider' | 'inside' | 'everybody'>
>
