import { chainHashes, HASH_BYTES } from '@counterfoil/audit'
import { BATCH_MAX_BYTES, Batch, type BatchAnswer } from '@counterfoil/protocol'

/** What the hub holds of one agent's stream. */
export interface Cursor {
  readonly highWater: number
  /** 32 bytes. */
  readonly head: Buffer
}

export type BatchRefusal = Extract<BatchAnswer, { ok: false }>

/** A batch whose own parts agree with each other; signature and number are not looked at yet. */
export interface Envelope {
  readonly batch: Batch
  readonly lastSeq: number
  readonly lines: readonly string[]
  readonly prevHead: Buffer
  readonly head: Buffer
  /** Hash after each line, 32 bytes each. */
  readonly hashes: Buffer
}

/** Checks shape, limits and the chain inside the batch. The answer says what to mend. */
export function checkEnvelope(input: unknown): { envelope: Envelope } | { refusal: BatchRefusal } {
  const parsed = Batch.safeParse(input)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const tooLarge = issue?.code === 'too_big' && (issue.path[0] === 'bodies' || issue.path[0] === 'count')
    return refuse(tooLarge ? 'too_large' : 'malformed', `${issue?.path.map(String).join('.') || 'batch'}: ${issue?.message}`)
  }
  const batch = parsed.data
  const bytes = Buffer.byteLength(batch.bodies, 'utf8')
  const lines = batch.bodies.split('\n')
  if (lines.length !== batch.count)
    return refuse('malformed', `count says ${batch.count} events, bodies has ${lines.length} lines`)
  // One event larger than the limit still has to arrive some day: it travels alone.
  if (bytes > BATCH_MAX_BYTES && batch.count > 1) {
    return refuse(
      'too_large',
      `bodies has ${bytes} bytes, at most ${BATCH_MAX_BYTES} are taken unless it is a single event: send fewer events`,
    )
  }
  const lastSeq = batch.firstSeq + batch.count - 1
  if (!Number.isSafeInteger(lastSeq)) return refuse('malformed', `firstSeq ${batch.firstSeq} is beyond any stream`)
  const prevHead = Buffer.from(batch.prevHead, 'hex')
  const head = Buffer.from(batch.head, 'hex')
  const hashes = chainHashes(prevHead, lines)
  if (!hashes.subarray(-HASH_BYTES).equals(head)) {
    return refuse(
      'broken_chain',
      'the chain over prevHead and bodies does not end in head: the batch was changed or its journal is damaged',
    )
  }
  return { envelope: { batch, lastSeq, lines, prevHead, head, hashes } }
}

export type Position =
  /** The next one: may be written. */
  | { readonly kind: 'next' }
  /** Nothing new in it; whether it is the same must be looked up: the stream's hash at `seq` must be `expected`. */
  | { readonly kind: 'seen'; readonly seq: number; readonly expected: Buffer }
  | { readonly kind: 'gap'; readonly resendFrom: number }
  | { readonly kind: 'fork'; readonly seq: number }

/** Where a batch stands against the stream: pure, by number and chain head. */
export function placeBatch(envelope: Envelope, cursor: Cursor): Position {
  const { batch, lastSeq, prevHead, hashes, head } = envelope
  if (lastSeq <= cursor.highWater) return { kind: 'seen', seq: lastSeq, expected: head }
  if (batch.firstSeq > cursor.highWater + 1) return { kind: 'gap', resendFrom: cursor.highWater + 1 }
  // The batch's own hash at the high water must be the stream's head; before its first event that is prevHead.
  const known = cursor.highWater - batch.firstSeq + 1
  const atHighWater = known === 0 ? prevHead : hashes.subarray((known - 1) * HASH_BYTES, known * HASH_BYTES)
  if (!atHighWater.equals(cursor.head)) return { kind: 'fork', seq: cursor.highWater }
  return known === 0 ? { kind: 'next' } : { kind: 'gap', resendFrom: cursor.highWater + 1 }
}

export function refuse(code: BatchRefusal['code'], message: string): { refusal: BatchRefusal } {
  return { refusal: { ok: false, code, message: message.slice(0, 200) } }
}
