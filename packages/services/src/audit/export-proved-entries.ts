import { createHash } from 'node:crypto'
import { addSignatureLine, inclusionProof, type ProvedEntriesHead, provedEntriesHead, provedEntryLine } from '@counterfoil/audit'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { demandRate } from '../rate-limits/index.ts'
import { readTogether } from '../read-rows.ts'
import { AuditFilter } from './audit-filter.ts'
import { AWAY, describeAway } from './away-months.ts'
import { cachedTree } from './cached-tree.ts'
import { findLogIdentity } from './log-key.ts'
import { readNewestCheckpoint } from './prove-entry.ts'
import { searchCondition } from './read-audit-rows.ts'
import { recordAct } from './record-act.ts'

export const ExportProvedEntriesInput = z.strictObject({ filter: AuditFilter })

export const MOST_PROVED_ENTRIES = 100_000
const PAGE_ENTRIES = 500

/**
 * What a search finds, each entry with its exact bytes and a proof to one checkpoint, in the order of the log, piece by piece. That
 * somebody took it is recorded, with the file's own hash. `unavailable` before there is a checkpoint, `conflict` where bytes lie in
 * an archive.
 */
export async function exportProvedEntries(
  ctx: ServiceContext,
  { filter }: Pick<z.infer<typeof ExportProvedEntriesInput>, 'filter'>,
  write: (piece: Uint8Array) => Promise<void>,
  most = MOST_PROVED_ENTRIES,
): Promise<ProvedEntriesHead> {
  requireWholeChain(ctx)
  await demandRate(ctx, 'export', { id: ctx.actor.kind === 'system' ? ctx.actor.name : String(ctx.actor.id) })
  const { head, size, indexes } = await choose(ctx, filter, most)
  const hash = createHash('sha256')
  const put = async (text: string) => {
    const piece = Buffer.from(text)
    hash.update(piece)
    await write(piece)
  }
  const { text: words, ...rest } = filter
  const taken = {
    action: 'audit.exported',
    target: { type: 'audit_log', id: 'proved_entries' },
    ...(words === undefined ? {} : { personal: { text: words } }),
  } as const
  const after = { filter: rest, rows: head.entries, size }
  try {
    await put(provedEntriesHead(head))
    for await (const lines of provedLines(ctx, indexes, BigInt(size))) await put(lines)
  } catch (error) {
    await recordAct(ctx, ctx.pool, { ...taken, outcome: 'failed', reason: 'cut_off', after })
    throw error
  }
  await recordAct(ctx, ctx.pool, { ...taken, after: { ...after, sha256: hash.digest('hex') } })
  return head
}

/** The newest that were found, by their places in the log, and what they are proved against. */
async function choose(ctx: ServiceContext, filter: AuditFilter, most: number) {
  const identity = await findLogIdentity(ctx)
  const { checkpoint, found } = await readTogether(ctx, async (rows) => {
    const { text, values } = await searchCondition(rows, filter)
    return {
      checkpoint: await readNewestCheckpoint(rows),
      found: await rows<{ index: number | null; away: boolean }>(
        `select l.idx::float8 as index, e.body is null as away from audit_entry e left join audit_leaf l on l.entry_id = e.id
         where ${text} order by e.recorded_at desc, e.id desc limit ${most + 1}`,
        ...values,
      ),
    }
  })
  if (checkpoint === null || identity === null || identity.logKey === null)
    throw new ServiceError('unavailable', 'There is no checkpoint yet: start the hub, which makes them.')
  const { size, note, cosignatures } = checkpoint
  const chosen = found.slice(0, most)
  const away = chosen.flatMap(({ index, away: isAway }) => (isAway && index !== null ? [index] : []))
  if (away.length > 0) {
    const range = { from: Math.min(...away), to: Math.max(...away) + 1 }
    throw new ServiceError('conflict', await describeAway(ctx.pool, range), AWAY)
  }
  const indexes = chosen.map(({ index }) => index ?? size).filter((index) => index < size)
  const head: ProvedEntriesHead = {
    origin: identity.origin,
    logKey: identity.logKey,
    checkpoint: cosignatures.reduce(addSignatureLine, note),
    entries: indexes.length,
    cut: found.length > most,
    notCovered: chosen.length - indexes.length,
  }
  return { head, size, indexes: indexes.sort((left, right) => left - right) }
}

async function* provedLines({ pool }: ServiceContext, indexes: readonly number[], size: bigint): AsyncGenerator<string> {
  const read = cachedTree(pool, size)
  for (let at = 0; at < indexes.length; at += PAGE_ENTRIES) {
    const { rows } = await pool.query<{ index: number; body: Buffer }>(
      `select l.idx::float8 as index, e.body from audit_leaf l join audit_entry e on e.id = l.entry_id
       where l.idx = any($1::int8[]) order by l.idx`,
      [indexes.slice(at, at + PAGE_ENTRIES)],
    )
    const lines: string[] = []
    for (const { index, body } of rows)
      lines.push(provedEntryLine({ index, proof: await inclusionProof(read, BigInt(index), size), entry: body.toString() }))
    yield lines.join('')
  }
}
