import type pg from 'pg'
import { type ActContext, recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'

export interface ServerKey {
  readonly kind: 'vault' | 'commands' | 'checkpoints' | 'dashboard'
  readonly id: string
  readonly publicKey: Uint8Array | null
}

/** What else the entry tells of a new key; `before` is the raw key that was in use. */
export type TellOfKey = (before: Uint8Array | null) => Readonly<Record<string, unknown>>

export type RegisterContext = Pick<ServiceContext, 'pool'> & ActContext

/** Any number, the same in every process. */
const LOCK = 4_017_012

/** Runs `work` while nobody else registers keys: processes that start together would each find the other's missing, and record it twice. */
export function whileNoOtherRegisters<T>(ctx: RegisterContext, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(ctx, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK])
    return work(client)
  })
}

/** Makes this the key in use of its kind and records it, unless it is. Gives the one before, or `same`. */
export async function makeKeyCurrent(
  ctx: RegisterContext,
  client: pg.PoolClient,
  { kind, id, publicKey }: ServerKey,
  tell: TellOfKey = () => ({}),
): Promise<{ readonly before: string | null } | 'same'> {
  const { rows } = await client.query<{ id: string; publicKey: Buffer | null }>(
    'select id, public_key as "publicKey" from server_key where kind = $1 order by current_since desc limit 1',
    [kind],
  )
  const before = rows[0]?.id ?? null
  if (before === id) return 'same'
  await client.query(
    `insert into server_key as k (kind, id, public_key, first_at, current_since)
     select $1, $2, $3, $4, greatest($4, max(current_since) + interval '1 millisecond') from server_key where kind = $1
     on conflict (kind, id) do update set current_since = excluded.current_since`,
    [kind, id, publicKey && Buffer.from(publicKey), ctx.now()],
  )
  await recordAct(ctx, client, {
    action: 'key.registered',
    target: { type: 'server_key', id: `${kind}/${id}` },
    before: { current: before },
    after: { current: id, ...tell(rows[0]?.publicKey ?? null) },
  })
  return { before }
}
