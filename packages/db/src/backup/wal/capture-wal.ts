import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { formatLsn, parseLsn, segmentName } from '../../lsn.ts'
import { BackupError, LogEndedError } from '../backup-error.ts'
import { writeSealed } from '../files/sealed-files.ts'
import { noteReached } from '../repository/log-sign.ts'
import type { Repository } from '../repository/repository.ts'
import { type KeptSegment, notePartial, noteWhole, readWal } from './wal-index.ts'

export const SLOT = 'counterfoil_backup'

export interface CaptureOptions {
  readonly repository: Repository
  readonly line: string
  /** PGDATA of the running server. */
  readonly cluster: string
  readonly admin: pg.Client
  readonly now: () => Date
  /** Where the line begins, for its first capture. */
  readonly firstLsn?: string
}

/**
 * The slot keeps the log on the server's disk until it is in the backup; `max_slot_wal_keep_size` bounds that. Returns false when it
 * had to be made (anew): then the log has a hole, and a base backup must follow.
 */
export async function ensureSlot(admin: pg.Client): Promise<boolean> {
  const { rows } = await admin.query<{ lost: boolean }>(
    `select wal_status = 'lost' as lost from pg_replication_slots where slot_name = $1`,
    [SLOT],
  )
  if (rows[0] !== undefined && !rows[0].lost) return true
  if (rows[0]?.lost) await admin.query('select pg_drop_replication_slot($1)', [SLOT])
  await admin.query('select pg_create_physical_replication_slot($1, true)', [SLOT])
  return false
}

/** Brings what the server has flushed since the last time into the backup: whole segments, and the begun one up to here. */
export async function captureWal(options: CaptureOptions): Promise<{ upTo: string; at: string; segments: number }> {
  const { repository, line, admin, now } = options
  const { whole, partial } = await readWal(repository.folder, line)
  // The time first: what is committed after it may be in, what was committed before it is.
  const at = now().toISOString()
  const server = await askServer(admin)
  const last = whole.at(-1)
  const begin = last ? parseLsn(last.upTo) : options.firstLsn === undefined ? undefined : parseLsn(options.firstLsn)
  if (begin === undefined) throw new LogEndedError('There is no base backup to go on from.')
  let segments = 0
  let from = begin - (begin % server.segmentBytes)
  for (; from + server.segmentBytes <= server.flushed; from += server.segmentBytes) {
    await noteWhole(repository.folder, line, await keep(options, server, { from, upTo: from + server.segmentBytes, at }))
    segments += 1
  }
  if (partial?.upTo !== server.flushedText && from < server.flushed) {
    await notePartial(repository.folder, line, await keep(options, server, { from, upTo: server.flushed, at }))
    segments += 1
  } else if (partial && from < server.flushed) await notePartial(repository.folder, line, { ...partial, at })
  if (partial && partial.upTo !== server.flushedText)
    await rm(join(repository.folder, ...partial.name.split('/')), { force: true })
  await admin.query(`select pg_replication_slot_advance($1, $2)`, [SLOT, formatLsn(from)])
  await noteReached(repository.folder, { line, at })
  return { upTo: server.flushedText, at, segments }
}

interface Server {
  readonly timeline: number
  readonly flushed: bigint
  readonly flushedText: string
  readonly segmentBytes: bigint
}

async function askServer(admin: pg.Client): Promise<Server> {
  const { rows } = await admin.query<{ flushed: string; name: string; bytes: string }>(
    `select lsn::text as flushed, pg_walfile_name(lsn) as name,
       (select setting from pg_settings where name = 'wal_segment_size') as bytes
     from pg_current_wal_flush_lsn() as lsn`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('the server did not say where its log ends')
  return {
    timeline: Number.parseInt(row.name.slice(0, 8), 16),
    flushed: parseLsn(row.flushed),
    flushedText: row.flushed,
    segmentBytes: BigInt(row.bytes),
  }
}

async function keep(
  { repository, line, cluster }: CaptureOptions,
  { timeline, segmentBytes }: Server,
  { from, upTo, at }: { from: bigint; upTo: bigint; at: string },
): Promise<KeptSegment> {
  const segment = segmentName(timeline, from, segmentBytes)
  const part = upTo - from === segmentBytes ? '' : `.to-${upTo.toString(16)}`
  const source = readUpTo(join(cluster, 'pg_wal', segment), Number(upTo - from), Number(segmentBytes))
  const name = `wal/${line}/${segment}${part}`
  const sealed = await writeSealed(source, { folder: repository.folder, name, publicKey: repository.publicKey })
  return { ...sealed, segment, upTo: formatLsn(upTo), at }
}

const PIECE_BYTES = 1024 * 1024

/** Bytes before the flushed place never change; what lies behind is left over from an older segment and read as nothing. */
async function* readUpTo(path: string, upTo: number, whole: number): AsyncGenerator<Buffer> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    throw new LogEndedError(
      `The server's log no longer holds ${path}: it ran without a backup for too long. Make a new base backup.`,
    )
  })
  try {
    for (let at = 0; at < whole; at += PIECE_BYTES) {
      const piece = Buffer.alloc(Math.min(PIECE_BYTES, whole - at))
      const wanted = Math.max(0, Math.min(piece.length, upTo - at))
      for (let read = 0; read < wanted; ) {
        const { bytesRead } = await file.read(piece, read, wanted - read, at + read)
        if (bytesRead === 0) throw new BackupError(`${path} is shorter than the server says.`)
        read += bytesRead
      }
      yield piece
    }
  } finally {
    await file.close()
  }
}
