import { canonicalJson, chainHash } from '@counterfoil/audit'
import { classOfEvent, type EventClass } from '@counterfoil/protocol'

/** One number of a stream as the file has it; what cannot be read is undefined. */
export interface ChainRow {
  readonly seq: number
  readonly atMs?: number | undefined
  readonly kind?: string | undefined
  readonly body?: string | undefined
  readonly hash?: string | undefined
}

export interface MendedRow {
  readonly row: ChainRow
  readonly body: string
  readonly hash: string
  /** Of the event that cannot be read any more; its number holds a gap entry now. */
  readonly lost?: EventClass
}

/** So many hashes in a row may be damaged before a sound body goes unproved. */
const LOOK_AHEAD = 8
const HASH = /^[0-9a-f]{64}$/

export const nextHead = (head: string, body: string): string => chainHash(Buffer.from(head, 'hex'), body).toString('hex')

/**
 * Chains rows on from `head`, the last the hub has, and puts a gap entry in the place of each damaged one. A row is whole when
 * the hash beside it, or one further on (`endHead` after the last), proves its body: a damaged hash alone loses nothing.
 */
export function* mendRows(
  head: string,
  rows: Iterable<ChainRow>,
  endHead: string,
  envelope: { readonly at: number },
  oldHead = head,
): Generator<MendedRow> {
  let now = head
  /** What stood before the row in the old chain: by the hash column, or computed where that does not fit. */
  let before: readonly string[] = [oldHead]
  /** The row before was kept without proof, so that its own hash proves nothing. */
  let taken = false
  for (const [row, following] of withFollowing(rows)) {
    const { body } = row
    const own = body === undefined ? [] : before.map((hash) => nextHead(hash, body))
    const proved = row.hash !== undefined && own.includes(row.hash) ? true : provedLater(own, following, endHead)
    // Nothing is left that could prove it: what is well-formed is kept.
    const whole: boolean = proved || ((before.length === 0 || taken) && isJson(body))
    taken = whole && !proved
    const written = whole && body !== undefined ? body : gapBody(row, envelope)
    now = nextHead(now, written)
    yield whole ? { row, body: written, hash: now } : { row, body: written, hash: now, lost: classOfLost(row) }
    before = [...new Set([...(row.hash !== undefined && HASH.test(row.hash) ? [row.hash] : []), ...(whole ? own : [])])]
  }
}

/** Some row further on has the hash that one of `heads` leads to, or the stream ends in it. */
function provedLater(heads: readonly string[], following: readonly ChainRow[], endHead: string): boolean {
  return heads.some((head) => {
    let now = head
    for (const { body, hash } of following) {
      if (body === undefined) return false
      now = nextHead(now, body)
      if (now === hash) return true
    }
    return following.length < LOOK_AHEAD && now === endHead
  })
}

/** Where not even the kind is left, the worst is assumed. */
function classOfLost({ kind }: ChainRow): EventClass {
  return kind === undefined ? 'financial' : classOfEvent(kind)
}

function gapBody(row: ChainRow, envelope: { readonly at: number }): string {
  const { seq, atMs = envelope.at } = row
  const where = { firstSeq: seq, lastSeq: seq, fromMs: atMs, toMs: atMs }
  return canonicalJson({ ...envelope, kind: 'agent.gap', class: classOfLost(row), count: 1, ...where, why: 'damaged' })
}

export function isJson(body: string | undefined): boolean {
  try {
    return typeof JSON.parse(body ?? '') === 'object'
  } catch {
    return false
  }
}

/** Each value with those after it, as many as are looked ahead. */
function* withFollowing<Value>(values: Iterable<Value>): Generator<readonly [Value, readonly Value[]]> {
  const held: Value[] = []
  for (const value of values) {
    held.push(value)
    if (held.length <= LOOK_AHEAD) continue
    const first = held.shift()
    if (first !== undefined) yield [first, held]
  }
  for (let first = held.shift(); first !== undefined; first = held.shift()) yield [first, held]
}
