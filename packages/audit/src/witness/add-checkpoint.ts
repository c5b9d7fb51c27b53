import { type Checkpoint, parseCheckpoint } from '../checkpoints/checkpoint-text.ts'
import { cosign } from '../cosignatures/index.ts'
import { sameBytes } from '../crypto/bytes.ts'
import { EMPTY_ROOT } from '../merkle/tree-hash.ts'
import { verifyConsistency } from '../merkle/verify.ts'
import { openNote, parseNote, type SignerKey, type VerifierKey } from '../notes/index.ts'
import { type AddCheckpointBody, parseAddCheckpoint } from './add-checkpoint-body.ts'

/** What a witness remembers of one log: the last checkpoint it cosigned. */
export interface WitnessedTree {
  readonly size: bigint
  readonly root: Uint8Array
}

/** By the log's origin. */
export type WitnessState = ReadonlyMap<string, WitnessedTree>

export interface WitnessKeys {
  /** The logs this witness serves, by origin, with the keys that may sign for each. */
  readonly logs: ReadonlyMap<string, readonly VerifierKey[]>
  readonly witness: SignerKey
  readonly timeSeconds: bigint
}

export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422
  /** 200: the cosignature line; 409: the size the witness holds; each with a line feed. */
  readonly body?: string
  /** Why not, for whoever keeps the witness. A 422 and a 409 of equal sizes are evidence against the log: keep the body. */
  readonly why?: string
  /** Must be on disk before the answer leaves. */
  readonly state: WitnessState
}

/** The C2SP tlog-witness call `add-checkpoint`, decided: nothing is read, written or sent here. */
export function addCheckpoint(state: WitnessState, body: string | Uint8Array, keys: WitnessKeys): WitnessAnswer {
  const asked = parseAddCheckpoint(body)
  const parsed = asked && parseNote(asked.note)
  const checkpoint = parsed && parseCheckpoint(parsed.text)
  const refuse = (status: WitnessAnswer['status'], why: string, told?: string): WitnessAnswer => ({
    status,
    why,
    state,
    ...(told !== undefined && { body: told }),
  })
  if (!asked || !parsed || !checkpoint) return refuse(400, 'this is no add-checkpoint request')
  const logKeys = keys.logs.get(checkpoint.origin)
  if (logKeys === undefined) return refuse(404, `this witness does not know the log ${checkpoint.origin}`)
  const opened = openNote(asked.note, logKeys)
  if (!opened.ok) return refuse(403, opened.why)
  if (asked.old > checkpoint.size) return refuse(400, 'the old size is above the checkpoint’s')
  const seen = state.get(checkpoint.origin) ?? { size: 0n, root: EMPTY_ROOT }
  if (asked.old !== seen.size) return refuse(409, `this witness is at size ${seen.size}`, `${seen.size}\n`)
  if (asked.old === checkpoint.size && asked.old > 0n && !sameBytes(seen.root, checkpoint.root))
    return refuse(409, 'the log signed two roots for one size', `${seen.size}\n`)
  const wrong = whatIsWrong(asked, checkpoint, seen)
  if (wrong !== undefined) return refuse(422, wrong)
  const next = new Map(state).set(checkpoint.origin, { size: checkpoint.size, root: checkpoint.root })
  return { status: 200, body: `${cosign(parsed.text, keys.witness, keys.timeSeconds)}\n`, state: next }
}

function whatIsWrong({ old, proof }: AddCheckpointBody, { size, root }: Checkpoint, seen: WitnessedTree): string | undefined {
  if (root.length !== EMPTY_ROOT.length) return 'the root does not have 32 bytes'
  if (size === 0n && !sameBytes(root, EMPTY_ROOT)) return 'an empty log has another root'
  if (old === 0n) return proof.length > 0 ? 'from nothing there is nothing to prove, and a proof was given' : undefined
  const verdict = verifyConsistency({ from: old, to: size, fromRoot: seen.root, toRoot: root, proof })
  return verdict.ok ? undefined : verdict.why
}
