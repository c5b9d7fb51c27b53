import { z } from 'zod'
import { InstantMs, Sha256Hex, Uuid } from './values.ts'

/** Three numbers, so that it can be told which one comes after which. */
export const AgentVersion = z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/)

/** What two people want on many agents: this version, by the hash of its archive for each kind of machine, until then. */
export const Rollout = z.looseObject({
  v: z.literal(1),
  rollout: Uuid,
  hubId: Uuid,
  version: AgentVersion,
  /** By platform, e.g. `linux-x64`: SHA-256 of the archive. */
  archives: z.record(z.string().regex(/^[a-z0-9-]{1,40}$/), Sha256Hex),
  /** Who asked for it. */
  requester: z.string().regex(/^user:[A-Za-z0-9-]{1,64}$/),
  /** No agent begins later. */
  expiresAtMs: InstantMs,
})
export type Rollout = z.infer<typeof Rollout>

/** The exact canonical text of one, as it travels in each of its commands. */
export const RolloutBody = z.string().max(2_000)

/** What a second person's passkey signs: it serves for every agent, and for this version alone. */
export function rolloutText(canonicalRollout: string): string {
  return `counterfoil-rollout/v1\n${canonicalRollout}`
}
