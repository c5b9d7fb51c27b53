import type { ServiceContext } from '../context.ts'

export interface KeptCosignature {
  readonly agentId: number
  readonly witness: string
  /** Raw. */
  readonly publicKey: Uint8Array
  readonly size: bigint
  readonly signedAtMs: number
  readonly line: string
}

/**
 * More than a quorum asks for, and less than the hundred signatures a note may carry. Every witness under every checkpoint would be
 * 14 million rows a day with 10,000 agents (about 6 GB); this is 24,000 (10 MB) whatever their number, and the newest word of each
 * is a row of its own (`docs/decisions/0011-agents-as-witnesses.md`).
 */
const MOST_EACH_MINUTE = 16
const MOST_EACH_HOUR = 64

/** Keeps a checked cosignature: as the newest of its witness, and under its checkpoint as far as words are kept there. */
export async function keepCosignature(
  ctx: Pick<ServiceContext, 'pool' | 'now'>,
  { agentId, witness, publicKey, size, signedAtMs, line }: KeptCosignature,
): Promise<void> {
  await ctx.pool.query(
    `with newest as (
       insert into audit_witness as w (agent_id, witness, public_key, size, signed_at, line, cosigned_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (agent_id) do update set witness = excluded.witness, public_key = excluded.public_key, size = excluded.size,
         signed_at = excluded.signed_at, line = excluded.line, cosigned_at = excluded.cosigned_at
       where w.signed_at <= excluded.signed_at
     )
     insert into audit_cosignature (size, signed_at, witness, line, cosigned_at)
     select $4, $5, $2, $6, $7
     where (select count(*) from audit_cosignature where size = $4 and signed_at = $5)
       < case when extract(minute from $5::timestamptz at time zone 'UTC') = 0 then $9::int4 else $8::int4 end
     on conflict do nothing`,
    [agentId, witness, Buffer.from(publicKey), size, new Date(signedAtMs), line, ctx.now(), MOST_EACH_MINUTE, MOST_EACH_HOUR],
  )
}
