import {
  addSignatureLine,
  CHECKPOINT_SEPARATOR,
  CHECKPOINTS_FILE,
  entriesFile,
  entryLine,
  type Frontier,
  LEAVES_FILE,
  MOST_ENTRIES_IN_FILE,
  PERSONAL_FILE,
  personalLine,
  subtreesFromTiles,
} from '@counterfoil/audit'
import { ServiceError } from '../errors.ts'
import type { FileToZip } from '../zip/index.ts'
import { AWAY, describeAway } from './away-months.ts'
import type { LogRange } from './log-range.ts'
import { type Queryable, tileReader } from './read-tree.ts'

/** Whether an entry's bytes may be elsewhere. */
export type IsAway = (idx: number) => boolean

const nothingIs: IsAway = () => false
const PAGE_ENTRIES = 2_000
const PAGE_CHECKPOINTS = 1_000

/** The files of a bundle besides its manifest, read page by page as they are asked for. */
export async function* bundleFiles(client: Queryable, range: LogRange): AsyncGenerator<FileToZip> {
  yield* entriesAndLeaves(client, range)
  yield { name: CHECKPOINTS_FILE, content: checkpointNotes(client, range) }
  yield { name: PERSONAL_FILE, content: personalLines(client, range) }
}

export async function* entriesAndLeaves(client: Queryable, range: LogRange): AsyncGenerator<FileToZip> {
  for (const part of filesOf(range)) yield { name: entriesFile(part.from), content: entryLines(client, part) }
  yield { name: LEAVES_FILE, content: leafHashes(client, range) }
}

/** What each file of entries holds. */
export function* filesOf({ from, to }: LogRange): Generator<LogRange> {
  for (let first = from; first < to; first += MOST_ENTRIES_IN_FILE)
    yield { from: first, to: Math.min(first + MOST_ENTRIES_IN_FILE, to) }
}

/** Of the entries before the range: the roots of the complete subtrees they make. */
export async function frontierBefore(client: Queryable, from: number): Promise<Frontier> {
  const read = subtreesFromTiles(tileReader(client))
  const size = BigInt(from)
  const hashes: Uint8Array[] = []
  let start = 0n
  for (let level = size.toString(2).length - 1; level >= 0; level -= 1) {
    const width = 1n << BigInt(level)
    if ((size & width) === 0n) continue
    hashes.push(await read(level, start / width))
    start += width
  }
  return { size, hashes }
}

/** In the lines of entries that are `away` stands their leaf hash, hexadecimal. */
export async function* entryLines(client: Queryable, range: LogRange, away: IsAway = nothingIs): AsyncGenerator<Uint8Array> {
  for (const page of pages(range)) {
    const { rows } = await client.query<{ idx: number; body: Buffer | null; hash: Buffer | null }>(
      `select l.idx::float8 as idx, e.body, case when e.body is null then l.hash end as hash
       from audit_leaf l join audit_entry e on e.id = l.entry_id where l.idx >= $1 and l.idx < $2 order by l.idx`,
      [page.from, page.to],
    )
    const bodies = rows
      .map(({ idx, body, hash }) => body ?? (hash !== null && away(idx) ? Buffer.from(hash.toString('hex')) : null))
      .filter((body) => body !== null)
    // Never a bundle with a hole that nobody speaks of.
    if (bodies.length < rows.length) throw new ServiceError('conflict', await describeAway(client, page), AWAY)
    if (bodies.length > 0) yield Buffer.concat(bodies.map((body) => entryLine(body)))
  }
}

export async function* leafHashes(client: Queryable, range: LogRange): AsyncGenerator<Uint8Array> {
  for (const page of pages(range)) {
    const { rows } = await client.query<{ hash: Buffer }>(
      'select hash from audit_leaf where idx >= $1 and idx < $2 order by idx',
      [page.from, page.to],
    )
    if (rows.length > 0) yield Buffer.concat(rows.map(({ hash }) => hash))
  }
}

/** Without those of entries that are `away`, whose commitments nobody reads. */
export async function* personalLines(client: Queryable, range: LogRange, away: IsAway = nothingIs): AsyncGenerator<Uint8Array> {
  for (const page of pages(range)) {
    const { rows } = await client.query<{ idx: number; entry: string; name: string; salt: Buffer; value: string }>(
      `select l.idx::float8 as idx, p.entry_id as entry, p.name, p.salt, p.value from audit_leaf l join audit_personal p on p.entry_id = l.entry_id
       where l.idx >= $1 and l.idx < $2 order by l.idx, p.name`,
      [page.from, page.to],
    )
    const lines = rows
      .filter(({ idx }) => !away(idx))
      .map(({ entry, name, salt, value }) => personalLine({ entry, name, salt: salt.toString('base64url'), value }))
    if (lines.length > 0) yield Buffer.from(lines.join(''))
  }
}

interface CheckpointRow {
  readonly size: string
  readonly signedAt: Date
  readonly note: string
  readonly lines: readonly string[]
}

export async function* checkpointNotes(client: Queryable, { from, to }: LogRange): AsyncGenerator<Uint8Array> {
  let last: CheckpointRow | undefined
  for (;;) {
    const { rows } = await client.query<CheckpointRow>(
      `select c.size::text as size, c.signed_at as "signedAt", c.note,
         array(select line from audit_cosignature o where o.size = c.size and o.signed_at = c.signed_at order by o.witness) as lines
       from audit_checkpoint c where (c.size, c.signed_at) > ($1, $2) and c.size >= $3 and c.size <= $4 order by c.size, c.signed_at limit $5`,
      [last?.size ?? -1, last?.signedAt ?? new Date(0), from, to, PAGE_CHECKPOINTS],
    )
    for (const row of rows) {
      const note = row.lines.reduce(addSignatureLine, row.note)
      yield Buffer.from(last === undefined ? note : `${CHECKPOINT_SEPARATOR}${note}`)
      last = row
    }
    if (rows.length < PAGE_CHECKPOINTS) return
  }
}

function* pages({ from, to }: LogRange): Generator<LogRange> {
  for (let start = from; start < to; start += PAGE_ENTRIES) yield { from: start, to: Math.min(start + PAGE_ENTRIES, to) }
}
