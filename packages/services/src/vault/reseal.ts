import { type ActContext, recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { countSealed } from './count-sealed.ts'
import type { Opener } from './create-opener.ts'
import { findSealer } from './find-sealer.ts'
import { sealedFor, sealedPlaces } from './sealed-places.ts'
import { VaultError } from './vault-error.ts'

export interface Resealed {
  /** The vault's key in use, for which everything is sealed now but for what is left. */
  readonly keyId: string
  readonly resealed: number
  /** What could not be opened here, by the id of the key it is sealed for. */
  readonly left: ReadonlyMap<string, number>
}

const BATCH = 100

/**
 * Seals for the key in use what is sealed for former ones. Each batch is a transaction of its own: killed half-way, the next one
 * goes on where it was, and of several at once none does the work of another. What the opener does not open stays as it is.
 */
export async function resealAll(
  ctx: Pick<ServiceContext, 'pool'> & ActContext,
  opener: Opener,
  { batch = BATCH }: { readonly batch?: number } = {},
): Promise<Resealed> {
  const { keyId } = await findSealer(ctx)
  let resealed = 0
  for (const place of sealedPlaces) {
    let after: string | null = null
    do {
      const done: BatchDone = await resealBatch(ctx, opener, { ...place, after, batch })
      resealed += done.resealed
      after = done.last
    } while (after !== null)
  }
  const left = new Map([...(await countSealed(ctx))].filter(([id]) => id !== keyId))
  return { keyId, resealed, left }
}

interface BatchDone {
  readonly resealed: number
  /** Where the next batch begins; null after the last. */
  readonly last: string | null
}

async function resealBatch(
  ctx: Pick<ServiceContext, 'pool'> & ActContext,
  opener: Opener,
  place: (typeof sealedPlaces)[number] & { readonly after: string | null; readonly batch: number },
): Promise<BatchDone> {
  const { table, purposeOf, after, batch } = place
  return inTransaction(ctx, async (client) => {
    // Anew for each batch: a hub may have come with another key meanwhile.
    const sealer = await findSealer({ pool: client })
    const { rows } = await client.query<{ id: string; sealed: Buffer }>(
      `select id::text as id, sealed from ${table}
       where ${sealedFor('sealed')} <> decode($1, 'hex') and ($2::uuid is null or id > $2) order by id limit $3
       for no key update skip locked`,
      [sealer.keyId, after, batch],
    )
    const opened = rows.flatMap(({ id, sealed }) => {
      const plain = openOrLeave(opener, purposeOf(id), sealed)
      return plain === null ? [] : [{ id, sealed: Buffer.from(sealer.seal(purposeOf(id), plain)) }]
    })
    if (opened.length > 0) {
      await client.query(
        `update ${table} t set sealed = n.sealed from unnest($1::uuid[], $2::bytea[]) as n (id, sealed) where t.id = n.id`,
        [opened.map(({ id }) => id), opened.map(({ sealed }) => sealed)],
      )
      await recordAct(ctx, client, {
        action: 'key.resealed',
        target: { type: 'server_key', id: `vault/${sealer.keyId}` },
        after: { from: table, rows: opened.length },
      })
    }
    return { resealed: opened.length, last: rows.length < batch ? null : (rows.at(-1)?.id ?? null) }
  })
}

/** Null for what was sealed for a key that is not here, or is damaged: one such must not keep the others from the new key. */
function openOrLeave(opener: Opener, purpose: string, sealed: Uint8Array): Uint8Array | null {
  try {
    return opener.open(purpose, sealed)
  } catch (error) {
    if (error instanceof VaultError) return null
    throw error
  }
}
