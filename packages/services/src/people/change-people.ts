import type pg from 'pg'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { mayStillDo } from '../permissions/may-still-do.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'

/** What the verbs here need; the hub, which has no Prisma, runs one of them. */
export type PeopleContext = Pick<ServiceContext, 'pool' | 'actor' | 'origin' | 'now' | 'newId'>
/** The connection a change runs on, inside its transaction. */
export type PeopleClient = Pick<pg.PoolClient, 'query'>

/** The first number is that of all our advisory locks. */
const PEOPLE_LOCK = [7_236_839, 90] as const

/**
 * Runs one change of who may do what. Changes come one after another, whichever process makes them: two administrators who shut
 * each other out at the same moment must not both succeed, and whoever was shut out just before changes nothing any more.
 */
export function changePeople<T>(ctx: PeopleContext, work: (client: PeopleClient) => Promise<T>): Promise<T> {
  requireWholeChain(ctx)
  return inTransaction(ctx, async (client) => {
    await lockPeople(client)
    // The procedure has looked at the role, but before this change waited for its turn.
    if (ctx.actor.kind === 'user') await checkStillAllowed(client, ctx.actor.id)
    return work(client)
  })
}

/** Waits for changes of who may do what that are under way, and keeps others out until the transaction ends. */
export async function lockPeople(client: PeopleClient): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1, $2)', [...PEOPLE_LOCK])
}

async function checkStillAllowed(client: PeopleClient, userId: string): Promise<void> {
  if (await mayStillDo(client, userId, 'people.change', null)) return
  throw new ServiceError('forbidden', 'Your account may not change people any more. An administrator can change that.', {
    reason: 'permission_missing',
  })
}
