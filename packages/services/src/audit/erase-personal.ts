import type pg from 'pg'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { recordAct } from './record-act.ts'

export const ErasePersonalInput = z.strictObject({
  of: z.union([
    z.strictObject({ entry: z.uuid() }),
    /** An account: what entries tell about it, and from where it acted. */
    z.strictObject({ person: z.string().min(1).max(64) }),
  ]),
  why: z.string().trim().min(1).max(500),
})
export type ErasePersonalInput = z.infer<typeof ErasePersonalInput>

/** An entry is at most 64 KB; an id takes 39 of them. */
const MOST_IN_ENTRY = 1_000

/**
 * Deletes personal values and their salts; what the log holds of them proves nothing and tells nothing any more, and every proof
 * stays valid. Entries say which ones. `not_found` where there is nothing (left) to erase.
 */
export async function erasePersonal(ctx: ServiceContext, { of, why }: ErasePersonalInput): Promise<{ readonly entries: number }> {
  requireWholeChain(ctx)
  if (ctx.actor.kind !== 'user') throw new ServiceError('forbidden', 'Values are erased by a person.')
  const own = ctx.actor.id
  return inTransaction(ctx, async (client) => {
    if ('person' in of ? of.person === own : await concerns(client, of.entry, own))
      throw new ServiceError('forbidden', 'Nobody erases what tells about themselves. Ask another administrator.', {
        reason: 'own_account',
      })
    const entries = 'entry' in of ? await eraseOfEntry(client, of.entry) : await eraseOfPerson(client, of.person)
    if (entries.length === 0) throw new ServiceError('not_found', 'There are no personal values of it in the log (any more).')
    const act = { action: 'personal.erased', personal: { why } } as const
    if ('entry' in of) await recordAct(ctx, client, { ...act, target: { type: 'audit_entry', id: of.entry } })
    else
      for (let at = 0; at < entries.length; at += MOST_IN_ENTRY) {
        const part = entries.slice(at, at + MOST_IN_ENTRY)
        await recordAct(ctx, client, { ...act, target: { type: 'person', id: of.person }, after: { entries: part } })
      }
    return { entries: entries.length }
  })
}

/** Whether somebody did what the entry tells, or it was done to them. */
async function concerns(client: pg.PoolClient, entry: string, person: string): Promise<boolean> {
  const { rows } = await client.query<{ own: boolean }>(
    `select (actor_type = 'user' and actor_id = $2) or (target_type = 'person' and target_id = $2) as own
     from audit_entry where id = $1`,
    [entry, person],
  )
  return rows[0]?.own === true
}

async function eraseOfEntry(client: pg.PoolClient, entry: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>('delete from audit_personal where entry_id = $1 returning entry_id as id', [
    entry,
  ])
  return [...new Set(rows.map(({ id }) => id))]
}

/** Of what somebody else did to them only what tells about them; of what they did only whence, and what they told of themselves. */
async function eraseOfPerson(client: pg.PoolClient, person: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `delete from audit_personal p using audit_entry e
     where e.id = p.entry_id and (
       (e.target_type = 'person' and e.target_id = $1 and p.name not like 'origin.%' and e.action <> 'personal.erased')
       or (e.actor_type = 'user' and e.actor_id = $1 and p.name like 'origin.%')
       or (e.target_type = 'person' and e.target_id = $1 and e.actor_type <> 'user' and p.name like 'origin.%'))
     returning p.entry_id as id`,
    [person],
  )
  return [...new Set(rows.map(({ id }) => id))].sort()
}
