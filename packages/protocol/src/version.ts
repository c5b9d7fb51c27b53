/** Raised when an older side could misread a newer one. A hub speaks this version and the one before. */
export const PROTOCOL_VERSION = 1

/** The oldest agent protocol this hub still understands. */
export const OLDEST_PROTOCOL_VERSION = 1

export type Compatibility = 'ok' | 'agent_too_old' | 'agent_too_new'

/** Tells whether a hub of this build can serve an agent that speaks `version`. */
export function compatibility(version: number): Compatibility {
  if (version < OLDEST_PROTOCOL_VERSION) return 'agent_too_old'
  if (version > PROTOCOL_VERSION) return 'agent_too_new'
  return 'ok'
}
