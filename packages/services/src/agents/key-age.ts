/** An agent makes a new key when its own is older; no store is shut out for a key that is. */
export const AGENT_KEY_LASTS_MS = 180 * 86_400_000
