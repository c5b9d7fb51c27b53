import type { checkHealth } from './check-health.ts'

/** What the routes tell of the hub around them. */
export interface HubNow {
  readonly counts: () => Parameters<typeof checkHealth>[2]
  readonly draining: () => boolean
  /** Agents that send a backlog or wait for leave to. */
  readonly replaying: () => number
}
