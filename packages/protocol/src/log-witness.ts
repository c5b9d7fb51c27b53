import { z } from 'zod'
import { Ed25519Signature, InstantMs, LongText } from './values.ts'

/** How many entries a log has: decimal, as checkpoints write it. */
export const LogSize = z.string().regex(/^(?:0|[1-9][0-9]{0,17})$/)
/** SHA-256, base64. */
export const HashText = z.string().regex(/^[A-Za-z0-9+/]{43}=$/)
/** A signed checkpoint (C2SP tlog-checkpoint) with the hub's own signatures only. */
export const CheckpointNote = z.string().min(1).max(4_000)
/** `name+id+key` (C2SP signed-note). */
export const VerifierKeyText = z.string().min(1).max(600)
/** A tree of less than 2^64 leaves has no longer proof. */
const Proof = z.array(HashText).max(64)

/** One tree an agent has seen before its last. */
export const SeenTree = z.strictObject({ size: LogSize, root: HashText })
export type SeenTree = z.infer<typeof SeenTree>
export const MOST_OLDER_TREES = 100

/** Asks for a newer checkpoint than the one of `from` entries, 0 for the first. `note` is that one, as the hub signed it. */
export const CheckpointAsk = z.strictObject({
  from: LogSize,
  note: CheckpointNote.optional(),
  /** What the agent saw before, largest first; only after `show_older`. */
  older: z.array(SeenTree).max(MOST_OLDER_TREES).optional(),
})
export type CheckpointAsk = z.infer<typeof CheckpointAsk>

/** The entry by which two administrators declared that entries were lost, and that it stands in the log of `note`. */
export const DeclaredLoss = z.strictObject({
  index: LogSize,
  /** Its exact bytes: canonical JSON. */
  entry: z.string().max(65_535),
  inclusion: Proof,
})
export type DeclaredLoss = z.infer<typeof DeclaredLoss>

export const CheckpointAnswer = z.discriminatedUnion('ok', [
  z.looseObject({
    ok: z.literal(true),
    logKey: VerifierKeyText,
    note: CheckpointNote,
    /** That the log of `from` entries is the beginning of this one; after a declared loss, that of `base` entries. */
    proof: Proof,
    /** When the hub signed it: says which checkpoint a cosignature belongs to. */
    signedAtMs: InstantMs,
    /** Former keys that vouch for the one in use: for agents that know one of them. */
    successions: z
      .array(z.looseObject({ from: VerifierKeyText, signature: Ed25519Signature }))
      .max(16)
      .optional(),
    /** The hub knows that it lacks what the agent saw, and nobody has declared the loss yet. */
    lossUndeclared: z.boolean().optional(),
    restored: z.looseObject({ base: LogSize, declared: DeclaredLoss }).optional(),
  }),
  z.looseObject({
    ok: z.literal(false),
    code: z.enum([
      'malformed',
      'not_greeted',
      /** Ask again with `older`: the hub does not have this tree, and looks which one of the agent's it has. */
      'show_older',
      /** Nothing is signed yet. */
      'none_yet',
      'busy',
      'unavailable',
    ]),
    message: LongText,
    retryAfterMs: z.int().optional(),
  }),
])
export type CheckpointAnswer = z.infer<typeof CheckpointAnswer>

/** The agent's signature line (C2SP cosignature/v1, no line feed) over the checkpoint of that size and moment. */
export const Cosignature = z.strictObject({ size: LogSize, signedAtMs: InstantMs, line: z.string().min(1).max(700) })
export type Cosignature = z.infer<typeof Cosignature>

export const CosignatureAnswer = z.discriminatedUnion('ok', [
  z.looseObject({ ok: z.literal(true) }),
  z.looseObject({
    ok: z.literal(false),
    code: z.enum(['malformed', 'not_greeted', 'bad_signature', 'unknown_checkpoint', 'busy', 'unavailable']),
    message: LongText,
  }),
])
export type CosignatureAnswer = z.infer<typeof CosignatureAnswer>

/** Said by the hub: there is something worth asking for before the minute is over. */
export const CheckpointNews = z.looseObject({ why: z.enum(['loss_declared']) })
export type CheckpointNews = z.infer<typeof CheckpointNews>

/** What a witness is called in its signature lines: the agent, and whose log it watches. */
export function witnessName(agentId: string, origin: string): string {
  return `${agentId}.${origin}`
}
