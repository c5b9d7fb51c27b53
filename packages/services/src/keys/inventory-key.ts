import { AGENT_KEY_LASTS_MS } from '../agents/key-age.ts'

export const keyStates = ['in_use', 'former', 'overdue', 'ends_soon', 'expired', 'locked'] as const
export type KeyState = (typeof keyStates)[number]

/** One key, secret or certificate, without anything secret of it. */
export interface InventoryKey {
  readonly kind: 'vault' | 'commands' | 'checkpoints' | 'dashboard' | 'certificate' | 'agent'
  /** Whose: an agent's name, a certificate's names; empty for the server's own. */
  readonly name: string
  /** Where it is used: store, host and port; empty for the server's own. */
  readonly place: string
  /** Hexadecimal: the beginning of the SHA-256 of a public key, the whole of a certificate's. */
  readonly fingerprint: string
  readonly since: Date
  readonly expires: Date | null
  /** A certificate's subject and issuer; empty for keys. */
  readonly subject: string
  readonly issuer: string
  readonly state: KeyState
}

const SOON_MS = 30 * 86_400_000

export function agentKeyState(since: Date, locked: boolean, now: Date): KeyState {
  if (locked) return 'locked'
  return now.getTime() - since.getTime() > AGENT_KEY_LASTS_MS ? 'overdue' : 'in_use'
}

export function certificateState({ expires, shown }: { expires: Date; shown: boolean }, now: Date): KeyState {
  if (!shown) return 'former'
  const leftMs = expires.getTime() - now.getTime()
  if (leftMs <= 0) return 'expired'
  return leftMs < SOON_MS ? 'ends_soon' : 'in_use'
}
