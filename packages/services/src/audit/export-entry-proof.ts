import { createHash } from 'node:crypto'
import { addSignatureLine, encodeProofFile, entryProofFile } from '@counterfoil/audit'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { demandRate } from '../rate-limits/index.ts'
import { storedZip } from '../zip/index.ts'
import { AWAY, describeAway } from './away-months.ts'
import { readEntryProof } from './prove-entry.ts'
import { recordAct } from './record-act.ts'

export const ExportEntryProofInput = z.strictObject({ id: z.uuid() })

export interface ExportedEntryProof {
  readonly fileName: string
  /** The ZIP, base64. */
  readonly content: string
}

/**
 * One entry for somebody without access here: its proof file and its exact bytes, side by side. That it was taken is recorded,
 * with the file's hash. `unavailable` until a checkpoint covers the entry, `conflict` while its bytes lie in an archive.
 */
export async function exportEntryProof(
  ctx: ServiceContext,
  { id }: z.infer<typeof ExportEntryProofInput>,
): Promise<ExportedEntryProof> {
  requireWholeChain(ctx)
  await demandRate(ctx, 'export', { id: ctx.actor.kind === 'system' ? ctx.actor.name : String(ctx.actor.id) })
  const { rows } = await ctx.pool.query<{ body: Buffer | null }>('select body from audit_entry where id = $1', [id])
  const [entry] = rows
  if (entry === undefined) throw new ServiceError('not_found', `There is no entry ${id} in the log.`)
  const { index, path, checkpoint } = await readEntryProof(ctx, id)
  if (index === null || path === null || checkpoint === null)
    throw new ServiceError('unavailable', 'No checkpoint covers this entry yet. Try again in a few seconds.', {
      reason: 'not_covered',
    })
  if (entry.body === null) throw new ServiceError('conflict', await describeAway(ctx.pool, { from: index, to: index + 1 }), AWAY)
  const proof = encodeProofFile({
    index: BigInt(index),
    proof: path.map((hash) => Buffer.from(hash, 'base64')),
    checkpoint: checkpoint.cosignatures.reduce(addSignatureLine, checkpoint.note),
  })
  const content = storedZip([
    { name: `entry-${index}.tlog-proof`, bytes: Buffer.from(proof) },
    { name: `entry-${index}.json`, bytes: entry.body },
  ])
  await recordAct(ctx, ctx.pool, {
    action: 'audit.exported',
    target: { type: 'audit_entry', id },
    after: { index, size: checkpoint.size, sha256: createHash('sha256').update(content).digest('hex') },
  })
  return { fileName: entryProofFile(index), content: content.toString('base64') }
}
