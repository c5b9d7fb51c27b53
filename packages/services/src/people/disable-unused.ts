import { changePeople, type PeopleClient, type PeopleContext } from './change-people.ts'
import { closeAccount } from './close-account.ts'
import { isChainAdministrator } from './last-administrator.ts'

/** PCI DSS 8.2.6: accounts nobody used for 90 days are disabled. */
export const UNUSED_AFTER_MS = 90 * 24 * 3_600_000

interface UnusedRow {
  readonly id: string
  readonly email: string
  readonly administrator: boolean
}

/** SQL text, of `"user" u`: when the account was last used. One that is new, was let in again or reset counts from then. */
const lastUseAt = 'greatest(u.created_at, u.enabled_at, u.last_seen_at, u.password_changed_at)'

/**
 * Disables every account that nobody used for 90 days and returns their ids, except that of the last active administrator of the
 * whole chain: among several, the one seen last stays. Of an account alone, when it is named.
 */
export async function disableUnused(ctx: PeopleContext, only?: { readonly id: string }): Promise<readonly string[]> {
  if ((await findUnused(ctx, ctx.pool, only)).length === 0) return []
  return changePeople(ctx, async (client) => {
    const disabled: string[] = []
    let administrators = await countAdministrators(client)
    for (const person of await findUnused(ctx, client, only)) {
      if (person.administrator && administrators <= 1) continue
      if (person.administrator) administrators -= 1
      await closeAccount(ctx, client, person, 'unused')
      disabled.push(person.id)
    }
    return disabled
  })
}

async function findUnused(
  { now }: Pick<PeopleContext, 'now'>,
  client: PeopleClient | PeopleContext['pool'],
  only?: { readonly id: string },
): Promise<UnusedRow[]> {
  const { rows } = await client.query<UnusedRow>(
    `select u.id, u.email, ${isChainAdministrator} as administrator from "user" u
     where u.state = 'active' and ${lastUseAt} <= $1 and ($2::text is null or u.id = $2) order by ${lastUseAt}, u.id`,
    [new Date(now().getTime() - UNUSED_AFTER_MS), only?.id ?? null],
  )
  return rows
}

async function countAdministrators(client: PeopleClient): Promise<number> {
  const { rows } = await client.query<{ n: number }>(`select count(*)::int4 as n from "user" u where ${isChainAdministrator}`)
  return rows[0]?.n ?? 0
}
