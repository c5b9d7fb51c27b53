import { AGENT_KEY_LASTS_MS } from '../agents/key-age.ts'

export const keyStates = ['in_use', 'former', 'overdue', 'ends_soon', 'expired', 'locked'] as const
export type KeyState = (typeof keyStates)[number]

/** One key, secret or certificate, without anything secret of it. */
export interface InventoryKey {
  readonly kind: 'vault' | 'commands' | 'checkpoints' | 'dashboard' | 'certificate' | 'agent' | 'token'
  /** Whose: an agent's or token's name, a certificate's names; empty for the server's own. */
  readonly name: string
  /** Where it is used, or who answers for it: store, host and port, a token's owner; empty for the server's own. */
  readonly place: string
  /** Hexadecimal: the beginning of the SHA-256 of a public key, the whole of a certificate's; how a token begins and ends. */
  readonly fingerprint: string
  readonly since: Date
  readonly expires: Date | null
  /** A certificate's subject and issuer; empty for keys. */
  readonly subject: string
  readonly issuer: string
  readonly state: KeyState
  /** Of tokens, to the minute; null where nobody counts. */
  readonly lastUsed: Date | null
  /** Of keys of the vault, for whoever reaches the whole chain: how much is sealed for it. */
  readonly sealed: number | null
}

const SOON_MS = 30 * 86_400_000

export function agentKeyState(since: Date, locked: boolean, now: Date): KeyState {
  if (locked) return 'locked'
  return now.getTime() - since.getTime() > AGENT_KEY_LASTS_MS ? 'overdue' : 'in_use'
}

export function certificateState({ expires, shown }: { expires: Date; shown: boolean }, now: Date): KeyState {
  return shown ? endState(expires, now) : 'former'
}

export function endState(expires: Date, now: Date): KeyState {
  const leftMs = expires.getTime() - now.getTime()
  if (leftMs <= 0) return 'expired'
  return leftMs < SOON_MS ? 'ends_soon' : 'in_use'
}
