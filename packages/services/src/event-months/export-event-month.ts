import { createHash } from 'node:crypto'
import { recordAct } from '../audit/index.ts'
import { findLogIdentity } from '../audit/log-key.ts'
import { monthBegins, monthsAfter } from '../audit-archives/months.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { requireWholeChain } from '../permissions/index.ts'
import { writeZip } from '../zip/index.ts'
import { findEventArchive } from './archive-row.ts'
import { monthFiles } from './month-files.ts'

export interface ExportedMonth {
  readonly month: string
  readonly bytes: number
  readonly sha256: string
}

/**
 * Writes every event of a month that is over, with the batches its agents signed, as a file that is verified alone. The database
 * keeps all of it. That it was taken is recorded with the hash of the file.
 */
export async function exportEventMonth(
  ctx: Omit<ServiceContext, 'db'>,
  month: string,
  write: (piece: Uint8Array) => Promise<void>,
): Promise<ExportedMonth> {
  requireWholeChain(ctx)
  if (monthBegins(monthsAfter(month, 1)) > ctx.now())
    throw new ServiceError('invalid', `The month ${month} is not over yet, UTC.`)
  const identity = await findLogIdentity(ctx)
  if (identity === null) throw new ServiceError('unavailable', 'There is no installation yet.')
  const archive = await findEventArchive(ctx.pool, month)
  if (archive?.awayAt != null)
    throw new ServiceError('conflict', `The events of ${month} are in ${archive.file} alone, which is that file already.`, {
      reason: 'events_away',
    })
  const hash = createHash('sha256')
  let bytes = 0
  const client = await ctx.pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin isolation level repeatable read')
    for await (const piece of writeZip(monthFiles(client, { month, origin: identity.origin, madeAt: ctx.now() }))) {
      hash.update(piece)
      bytes += piece.length
      await write(piece)
    }
    const exported = { month, bytes, sha256: hash.digest('hex') }
    await recordAct(ctx, client, { action: 'events.exported', target: { type: 'event_month', id: month }, after: exported })
    await client.query('commit')
    return exported
  } catch (error) {
    await client.query('rollback').catch((lost: Error) => {
      broken = lost
    })
    throw error
  } finally {
    client.release(broken)
  }
}
