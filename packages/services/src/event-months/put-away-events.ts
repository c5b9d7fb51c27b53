import type pg from 'pg'
import { recordAct } from '../audit/index.ts'
import { findLogOrigin } from '../audit/log-key.ts'
import { type ArchiveFolder, holdArchives } from '../audit-archives/index.ts'
import { overFor } from '../audit-archives/months.ts'
import type { ServiceContext } from '../context.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { requireWholeChain } from '../permissions/index.ts'
import { writeZip } from '../zip/index.ts'
import { type EventArchive, findEventArchive, readEventArchive, tellEventArchive } from './archive-row.ts'
import { refuseNeeded } from './find-needs.ts'
import { monthFiles } from './month-files.ts'
import { EVENT_MONTHS_AT_HAND } from './months-at-hand.ts'
import { type ReadArchiveFile, verifyArchiveFile } from './verify-archive-file.ts'

export type EventArchiveContext = Pick<ServiceContext, 'pool' | 'actor' | 'now' | 'newId'>

/** PostgreSQL's lock_not_available (appendix A). */
const LOCK_NOT_AVAILABLE = '55P03'

/**
 * Takes the events of a month out of the database, into a file that was read again from the disk and verified. The month leaves as a
 * whole, in the transaction that records it, and only while every row is what the file gave.
 */
export async function putAwayEvents(ctx: EventArchiveContext, folder: ArchiveFolder, month: string): Promise<EventArchive> {
  requireWholeChain(ctx)
  if (!overFor(month, EVENT_MONTHS_AT_HAND, ctx.now()))
    throw new ServiceError(
      'invalid',
      `The events of ${month} stay at hand: the month has not been over for ${EVENT_MONTHS_AT_HAND} months.`,
      { reason: 'month_at_hand' },
    )
  const known = await findEventArchive(ctx.pool, month)
  if (known?.awayAt != null) throw new ServiceError('conflict', `The events of ${month} are in the archive alone already.`)
  const origin = await requireOrigin(ctx)
  await inTransaction(ctx, (client) => refuseNeeded(client, month))
  const file = known?.file ?? `events-${month}.zip`
  const sound = known === null ? null : await stillSound(folder, origin, known)
  const bytes = sound === null ? await writeMonth(ctx, folder, { month, origin, file }) : (known?.bytes ?? 0)
  const read = sound ?? (await verifyArchiveFile(folder, file, { month, origin }))
  return leave(ctx, async (client) => {
    await holdArchives(client)
    await refuseNeeded(client, month)
    await note(ctx, client, { month, file, bytes, read, written: sound === null })
    await client.query('select put_away_events($1)', [month])
    const archive = await readEventArchive(client, month)
    await recordAct(ctx, client, {
      action: 'events.put_away',
      target: { type: 'event_month', id: month },
      after: tellEventArchive(archive),
    })
    return archive
  })
}

export async function requireOrigin(ctx: Pick<ServiceContext, 'pool'>): Promise<string> {
  const origin = await findLogOrigin(ctx)
  if (origin === null) throw new ServiceError('unavailable', 'There is no installation yet.')
  return origin
}

/** The file of a month that came back is used again; null when it is not what it was. */
async function stillSound(folder: ArchiveFolder, origin: string, known: EventArchive): Promise<ReadArchiveFile | null> {
  try {
    return await verifyArchiveFile(folder, known.file, { month: known.month, origin, known })
  } catch (error) {
    if (!isServiceError(error)) throw error
    return null
  }
}

async function writeMonth(
  ctx: EventArchiveContext,
  folder: ArchiveFolder,
  { month, origin, file }: { readonly month: string; readonly origin: string; readonly file: string },
): Promise<number> {
  return inTransaction(ctx, async (client) => {
    await client.query('set transaction isolation level repeatable read')
    const { rows } = await client.query(
      `select from event where recorded_on >= ($1 || '-01')::date and recorded_on < (($1 || '-01')::date + interval '1 month')::date limit 1`,
      [month],
    )
    if (rows.length === 0) throw new ServiceError('not_found', `Nothing was recorded in ${month}.`)
    return folder.write(file, writeZip(monthFiles(client, { month, origin, madeAt: ctx.now() })))
  })
}

interface Noted {
  readonly month: string
  readonly file: string
  readonly bytes: number
  readonly read: ReadArchiveFile
  readonly written: boolean
}

async function note(
  ctx: EventArchiveContext,
  client: pg.ClientBase,
  { month, file, bytes, read, written }: Noted,
): Promise<void> {
  const at = ctx.now()
  if (!written) {
    await client.query('update event_archive set verified_at = $2, trouble = null where month = $1', [month, at])
    return
  }
  await client.query(
    `insert into event_archive (month, events, digest, file, sha256, bytes, made_at, verified_at)
     values ($1, $2, decode($3, 'hex'), $4, decode($5, 'hex'), $6, $7, $7)
     on conflict (month) do update set file = excluded.file, sha256 = excluded.sha256, bytes = excluded.bytes,
       made_at = excluded.made_at, verified_at = excluded.verified_at, trouble = null`,
    [month, read.events, read.digest, file, read.sha256, bytes, at],
  )
}

/** Somebody who reads events for long, or is at the archives, is in the way for a while; said as such. */
export async function leave<T>(ctx: Pick<ServiceContext, 'pool'>, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  try {
    return await inTransaction(ctx, work)
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== LOCK_NOT_AVAILABLE) throw error
    throw new ServiceError('conflict', 'Somebody is reading the events now. Try again later.', {
      reason: 'events_busy',
      cause: error,
    })
  }
}
