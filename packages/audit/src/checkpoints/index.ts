import { nodeVerifyEd25519 } from '../crypto/node-primitives.ts'
import type { VerifyEd25519 } from '../crypto/primitives.ts'
import { type CheckpointPolicy, type OpenedCheckpoint, openCheckpointWith } from './open-checkpoint.ts'

export { type Checkpoint, formatCheckpoint, parseCheckpoint } from './checkpoint-text.ts'
export type { CheckpointError, CheckpointPolicy, OpenedCheckpoint } from './open-checkpoint.ts'

/** Opens a signed checkpoint: of this log, signed by its key; `verified` also names the witnesses that signed. */
export function openCheckpoint(
  note: string | Uint8Array,
  policy: CheckpointPolicy,
  verifyEd25519: VerifyEd25519 = nodeVerifyEd25519,
): OpenedCheckpoint {
  return openCheckpointWith(verifyEd25519, note, policy)
}
