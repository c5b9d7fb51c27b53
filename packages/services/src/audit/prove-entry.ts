import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { epochMs, type ReadRows, readTogether } from '../read-rows.ts'
import { findLogIdentity } from './log-key.ts'
import { proveConsistency, proveInclusion } from './prove-log.ts'

/** What the hub signed of the log, as text in the form of C2SP, and who else saw it, each in its own words. */
export interface SignedCheckpoint {
  readonly size: number
  readonly signedAtMs: number
  readonly note: string
  readonly cosignatures: readonly string[]
}

/** Everything by which somebody who has the entry's bytes can see that it stands in the log. Hashes are base64. */
export interface EntryProof {
  /** Its place; null while it waits for one. */
  readonly index: number | null
  /** The newest; null while nothing is signed. */
  readonly checkpoint: SignedCheckpoint | null
  /** From its leaf to the root of the checkpoint; null while no checkpoint covers it. */
  readonly path: readonly string[] | null
  /** That the log only grew since the size that was asked for; null where there is nothing to show. */
  readonly grown: { readonly from: number; readonly path: readonly string[] } | null
  /** What the log calls itself, and the key the hub says it signs with. */
  readonly origin: string
  readonly logKey: string | null
}

export const ProveAuditEntryInput = z.strictObject({
  id: z.uuid(),
  /** The size of the checkpoint the asker kept from another time. */
  since: z.int().min(1).optional(),
})
export type ProveAuditEntryInput = z.infer<typeof ProveAuditEntryInput>

/** Where an entry stands and how that is shown; tells nothing of what it says. */
export async function proveAuditEntry(ctx: ServiceContext, { id, since }: ProveAuditEntryInput): Promise<EntryProof> {
  requireWholeChain(ctx)
  return readEntryProof(ctx, id, since)
}

/** The log only grows: what is read after the checkpoint belongs to it all the same. */
export async function readEntryProof(ctx: Pick<ServiceContext, 'pool'>, id: string, since?: number): Promise<EntryProof> {
  const { index, checkpoint } = await readTogether(ctx, async (rows) => {
    const [leaf] = await rows<{ index: number }>('select idx::float8 as index from audit_leaf where entry_id = $1::uuid', id)
    return { index: leaf?.index ?? null, checkpoint: await readNewestCheckpoint(rows) }
  })
  const log = await findLogIdentity(ctx)
  const size = checkpoint?.size ?? 0
  return {
    index,
    checkpoint,
    path: index !== null && index < size ? encode(await proveInclusion(ctx, BigInt(index), BigInt(size))) : null,
    grown:
      since !== undefined && since <= size
        ? { from: since, path: encode(await proveConsistency(ctx, BigInt(since), BigInt(size))) }
        : null,
    origin: log?.origin ?? '',
    logKey: log?.logKey ?? null,
  }
}

export async function readNewestCheckpoint(rows: ReadRows): Promise<SignedCheckpoint | null> {
  const [newest] = await rows<SignedCheckpoint>(
    `select c.size::float8 as size, ${epochMs('c.signed_at')} as "signedAtMs", c.note,
       array(select s.line from audit_cosignature s where s.size = c.size and s.signed_at = c.signed_at order by s.cosigned_at) as cosignatures
     from audit_checkpoint c order by c.size desc, c.signed_at desc limit 1`,
  )
  return newest ?? null
}

const encode = (hashes: readonly Uint8Array[]) => hashes.map((hash) => Buffer.from(hash).toString('base64'))
