import { readText } from '@counterfoil/audit'
import type pg from 'pg'
import { recordAct } from '../audit/index.ts'
import type { ArchiveFolder } from '../audit-archives/index.ts'
import { holdArchives } from '../audit-archives/index.ts'
import { ServiceError } from '../errors.ts'
import { readLines } from '../funds/bundle/verify/read-lines.ts'
import { requireWholeChain } from '../permissions/index.ts'
import { type EventArchive, readEventArchive, tellEventArchive } from './archive-row.ts'
import { EVENTS_MANIFEST, EventLine, eventsOf, parseEventsManifest } from './format.ts'
import { type EventArchiveContext, leave, requireOrigin } from './put-away-events.ts'
import { verifyArchiveFile } from './verify-archive-file.ts'

export interface BringBackGiven {
  readonly month: string
  /** Another file of the folder than the one that was written; it must be the same to the byte. */
  readonly file?: string | undefined
}

const EVENTS_A_WRITE = 1_000
const MOST_MANIFEST_BYTES = 64 << 20

/**
 * Brings the events of a month back from its file, after the file has been verified: in one transaction, which the database ends
 * only when every row is what left. A month that is here already stays as it is.
 */
export async function bringBackEvents(
  ctx: EventArchiveContext,
  folder: ArchiveFolder,
  { month, file }: BringBackGiven,
): Promise<EventArchive> {
  requireWholeChain(ctx)
  const known = await readEventArchive(ctx.pool, month)
  if (known.awayAt === null) return known
  const name = file ?? known.file
  await verifyArchiveFile(folder, name, { month, origin: await requireOrigin(ctx), known })
  return leave(ctx, async (client) => {
    await holdArchives(client)
    // Somebody may have been quicker.
    const now = await readEventArchive(client, month)
    if (now.awayAt === null) return now
    await client.query('select begin_bringing_back_events($1)', [month])
    await load(client, folder, name, month)
    await client.query('select finish_bringing_back_events($1)', [month])
    const archive = await readEventArchive(client, month)
    await recordAct(ctx, client, {
      action: 'events.restored',
      target: { type: 'event_month', id: month },
      after: { ...tellEventArchive(archive), from: name },
    })
    return archive
  })
}

async function load(client: pg.ClientBase, folder: ArchiveFolder, name: string, month: string): Promise<void> {
  const source = await folder.open(name)
  try {
    const { stores } = parseEventsManifest(await readText(source, EVENTS_MANIFEST, MOST_MANIFEST_BYTES))
    for (const { id } of stores) {
      let waiting: EventLine[] = []
      for await (const line of readLines(source, eventsOf(id))) {
        waiting.push(EventLine.parse(JSON.parse(line)))
        if (waiting.length < EVENTS_A_WRITE) continue
        await write(client, month, id, waiting)
        waiting = []
      }
      await write(client, month, id, waiting)
    }
  } finally {
    await source.close()
  }
}

async function write(client: pg.ClientBase, month: string, storeId: number, lines: readonly EventLine[]): Promise<void> {
  if (lines.length === 0) return
  const column = <Key extends keyof EventLine>(key: Key) => lines.map((line) => line[key])
  const bytes = (key: 'body' | 'hash', encoding: BufferEncoding) => lines.map((line) => Buffer.from(line[key], encoding))
  const moments = (key: 'recordedAtMs' | 'atMs') => lines.map((line) => new Date(line[key]))
  await client.query('select bring_back_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)', [
    ...[month, lines.map(() => storeId), column('agent'), column('epoch'), column('seq')],
    ...[moments('recordedAtMs'), moments('atMs'), column('kind'), column('understood'), column('terminal'), column('payment')],
    ...[bytes('body', 'base64'), bytes('hash', 'hex'), column('cut')],
  ])
}

/** The month a file was written for, by its SHA-256. */
export async function findEventMonthOfFile(
  ctx: Pick<EventArchiveContext, 'pool'>,
  folder: ArchiveFolder,
  file: string,
): Promise<string> {
  const sha256 = await folder.sha256(file)
  const { rows } = await ctx.pool.query<{ month: string }>(`select month from event_archive where sha256 = decode($1, 'hex')`, [
    sha256,
  ])
  const month = rows[0]?.month
  if (month === undefined)
    throw new ServiceError('not_found', `${folder.pathOf(file)} is no archive of this database: none has the SHA-256 ${sha256}.`)
  return month
}
