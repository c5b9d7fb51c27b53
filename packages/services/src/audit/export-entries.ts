import { createHash } from 'node:crypto'
import { entryLine } from '@counterfoil/audit'
import type { ServiceContext } from '../context.ts'
import { csvHead, csvRows } from '../csv/index.ts'
import { ServiceError } from '../errors.ts'
import type { ActContext } from './build-entry.ts'
import { type AskedRange, chooseRange } from './choose-range.ts'
import type { ExportedBundle } from './export-bundle.ts'
import { type LogEntry, logEntries } from './log-entries.ts'
import { findLogOrigin } from './log-key.ts'
import { toOcsf } from './ocsf/to-ocsf.ts'
import { recordAct } from './record-act.ts'

/** Entries without their proofs: exact bytes a line, a table, or OCSF events a line. */
export const entryFormats = ['jsonl', 'csv', 'ocsf'] as const
export type EntryFormat = (typeof entryFormats)[number]

interface Written {
  readonly head: string
  readonly page: (entries: readonly LogEntry[], log: string) => string | Uint8Array
}

const HEAD = ['index', 'id', 'time', 'actor', 'action', 'requirements', 'target', 'outcome', 'reason', 'address'] as const

const formats: Readonly<Record<EntryFormat, Written>> = {
  jsonl: { head: '', page: (entries) => Buffer.concat(entries.map(({ body }) => entryLine(body))) },
  csv: { head: csvHead(HEAD), page: (entries) => csvRows(entries.map(csvCells)) },
  ocsf: {
    head: '',
    page: (entries, log) => entries.map((entry) => `${JSON.stringify(toOcsf(entry, log))}\n`).join(''),
  },
}

/** Writes a range of the log that ends with a checkpoint, piece by piece, and records that it was taken, with its SHA-256. */
export async function exportEntries(
  ctx: Pick<ServiceContext, 'pool'> & ActContext,
  { format, ...options }: AskedRange & { readonly format: EntryFormat },
  write: (piece: Uint8Array) => Promise<void>,
): Promise<ExportedBundle> {
  const origin = await findLogOrigin(ctx)
  if (origin === null) throw new ServiceError('unavailable', 'There is no log yet: start the hub, which keeps it.')
  const range = await chooseRange(ctx, options)
  const target = { type: 'log', id: origin }
  const hash = createHash('sha256')
  const { head, page } = formats[format]
  let bytes = 0
  async function put(text: string | Uint8Array): Promise<void> {
    const piece = Buffer.from(text)
    hash.update(piece)
    bytes += piece.length
    await write(piece)
  }
  try {
    if (head !== '') await put(head)
    for await (const entries of logEntries(ctx.pool, range)) await put(page(entries, origin))
  } catch (error) {
    const after = { format, ...range }
    await recordAct(ctx, ctx.pool, { action: 'audit.exported', target, outcome: 'failed', reason: 'cut_off', after })
    throw error
  }
  const exported = { ...range, entries: range.to - range.from, bytes, sha256: hash.digest('hex') }
  await recordAct(ctx, ctx.pool, { action: 'audit.exported', target, after: { format, ...exported } })
  return exported
}

function csvCells({ index, id, actedAt, body, address }: LogEntry) {
  const entry = JSON.parse(Buffer.from(body).toString())
  return [
    index,
    id,
    actedAt,
    `${entry.actor.type}:${entry.actor.id}`,
    String(entry.action),
    entry.pci.join(' '),
    `${entry.target.type}:${entry.target.id}`,
    String(entry.outcome),
    entry.reason === undefined ? null : String(entry.reason),
    address,
  ]
}
