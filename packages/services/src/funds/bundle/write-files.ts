import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Opener } from '../../vault/index.ts'
import type { FileToZip } from '../../zip/index.ts'
import { leavesOf, linesOf, rawOf, SECTIONS, type SectionName } from './format.ts'
import { openKept } from './open-kept.ts'
import { hashRecord, type RecordTree } from './record-tree.ts'
import { BANK_LINES, FILES, SECTION_SQL, SETTLEMENT_LINES } from './records/section-sql.ts'
import { recordLine, streamRows } from './records/stream-rows.ts'

export interface WrittenFiles {
  /** What is said of the bundle as a whole. */
  readonly head: object
  readonly period: { readonly from: string; readonly to: string }
  readonly opener: Opener
  readonly tree: RecordTree
}

interface FileRow {
  readonly id: number
  readonly kept: 'raw' | 'masked' | 'not_read' | 'elsewhere'
  readonly state: string
}

/** Everything of a bundle but what is known only when all of it is written: raw files first, for the records tell their hashes. */
export async function* writeFiles(client: pg.ClientBase, work: WrittenFiles): AsyncGenerator<FileToZip> {
  const { rows: files } = await client.query<FileRow>(FILES)
  const kept = new Map<number, { keptSha256: string; keptBytes: number }>()
  for (const { id, kept: what } of files)
    if (what === 'raw' || what === 'masked')
      yield { name: rawOf(id), content: hashed(openKept(client, work.opener, id, what), (told) => kept.set(id, told)) }
  const told = files.map((row) => ({ ...row, ...kept.get(row.id) }))
  for (const section of SECTIONS) yield* writeSection(section, recordsOf(client, section, work, told), work.tree)
  for (const { id, state } of files)
    if (state === 'imported' || state === 'superseded') yield* writeSection(linesOf(id), readLines(client, id), work.tree)
}

async function* hashed(
  pieces: AsyncIterable<Uint8Array>,
  told: (kept: { keptSha256: string; keptBytes: number }) => void,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let keptBytes = 0
  for await (const piece of pieces) {
    hash.update(piece)
    keptBytes += piece.length
    yield piece
  }
  told({ keptSha256: hash.digest('hex'), keptBytes })
}

function recordsOf(
  client: pg.ClientBase,
  section: SectionName,
  { head, period }: WrittenFiles,
  files: readonly object[],
): AsyncIterable<object> {
  if (section === 'bundle.jsonl') return listed([head])
  if (section === 'files.jsonl') return listed(files)
  if (section === 'rules.jsonl') return streamRows(client, RULES, [])
  const dated = section === 'identities.jsonl' || section === 'runs.jsonl'
  return streamRows(client, SECTION_SQL[section], dated ? [period.from, period.to] : [])
}

async function* listed(rows: readonly object[]): AsyncGenerator<object> {
  yield* rows
}

/** Those that made the links of the bundle. */
const RULES = `select a.rule, a.rule_version as version, a.confidence, count(*)::float8 as links
  from bundle_allocation b join funds_allocation a on a.key = b.key where a.reverses is null
  group by a.rule, a.rule_version, a.confidence order by a.rule, a.rule_version, a.confidence`

async function* readLines(client: pg.ClientBase, file: number): AsyncGenerator<object> {
  yield* streamRows(client, SETTLEMENT_LINES, [file])
  yield* streamRows(client, BANK_LINES, [file])
}

/** A section and the hashes of its records. */
async function* writeSection(name: string, records: AsyncIterable<object>, tree: RecordTree): AsyncGenerator<FileToZip> {
  const leaves: Buffer[] = []
  yield { name, content: lines(name, records, leaves) }
  yield { name: leavesOf(name), content: listedBytes(leaves) }
  tree.add(name, leaves)
}

const PIECE = 1 << 16

async function* lines(name: string, records: AsyncIterable<object>, leaves: Buffer[]): AsyncGenerator<Uint8Array> {
  let piece = ''
  for await (const record of records) {
    const line = recordLine(record)
    leaves.push(hashRecord(name, line))
    piece += `${line}\n`
    if (piece.length < PIECE) continue
    yield Buffer.from(piece)
    piece = ''
  }
  if (piece !== '') yield Buffer.from(piece)
}

async function* listedBytes(leaves: readonly Buffer[]): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < leaves.length; at += 4_096) yield Buffer.concat(leaves.slice(at, at + 4_096))
}
