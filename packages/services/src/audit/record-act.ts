import type { PrismaTransaction } from '@counterfoil/db'
import type pg from 'pg'
import { type Act, type ActContext, buildEntry } from './build-entry.ts'

/**
 * Records what was done, in the transaction that does it, and queues it for its place in the log: `client` must be the one that
 * transaction runs on, or there may be an act without its entry. Refusals and failures change nothing and may be recorded through a pool.
 */
export async function recordAct(ctx: ActContext, client: Pick<pg.Pool | pg.PoolClient, 'query'>, act: Act): Promise<void> {
  const { personal, ...entry } = buildEntry(ctx, act)
  await client.query(
    `with entry as (
       insert into audit_entry (id, acted_at, action, outcome, actor_type, actor_id, target_type, target_id, body, reason, request_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $13, $14)),
     queued as (insert into audit_queue (entry_id) values ($1))
     insert into audit_personal (entry_id, name, salt, value)
     select $1::uuid, p.name, p.salt, p.value from unnest($10::text[], $11::bytea[], $12::text[]) as p (name, salt, value)`,
    [
      entry.id,
      entry.actedAt,
      entry.action,
      entry.outcome,
      entry.actorType,
      entry.actorId,
      entry.targetType,
      entry.targetId,
      entry.body,
      personal.map(({ name }) => name),
      personal.map(({ salt }) => Buffer.from(salt)),
      personal.map(({ value }) => value),
      entry.reason,
      entry.requestId,
    ],
  )
}

/** Several at once, in the order given, in one statement. */
export async function recordActs(
  ctx: ActContext,
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  acts: readonly Act[],
): Promise<void> {
  if (acts.length === 0) return
  const entries = acts.map((act) => buildEntry(ctx, act))
  const personal = entries.flatMap(({ id, personal: values }) => values.map((value) => ({ id, ...value })))
  await client.query(
    `with entry as (
       insert into audit_entry (id, acted_at, action, outcome, actor_type, actor_id, target_type, target_id, body, reason, request_id)
       select * from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[],
         $10::text[], $11::uuid[])),
     queued as (insert into audit_queue (entry_id) select * from unnest($1::uuid[]))
     insert into audit_personal (entry_id, name, salt, value)
     select * from unnest($12::uuid[], $13::text[], $14::bytea[], $15::text[])`,
    [
      entries.map(({ id }) => id),
      entries.map(({ actedAt }) => actedAt),
      entries.map(({ action }) => action),
      entries.map(({ outcome }) => outcome),
      entries.map(({ actorType }) => actorType),
      entries.map(({ actorId }) => actorId),
      entries.map(({ targetType }) => targetType),
      entries.map(({ targetId }) => targetId),
      entries.map(({ body }) => Buffer.from(body)),
      entries.map(({ reason }) => reason),
      entries.map(({ requestId }) => requestId),
      personal.map(({ id }) => id),
      personal.map(({ name }) => name),
      personal.map(({ salt }) => Buffer.from(salt)),
      personal.map(({ value }) => value),
    ],
  )
}

/** The same inside Prisma's `$transaction`. */
export async function recordActThroughPrisma(
  ctx: ActContext,
  tx: Pick<PrismaTransaction, 'auditEntry'>,
  act: Act,
): Promise<void> {
  const { personal, ...entry } = buildEntry(ctx, act)
  await tx.auditEntry.create({ data: { ...entry, personal: { create: [...personal] }, queued: { create: {} } } })
}
