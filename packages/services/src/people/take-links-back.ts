import { recordAct } from '../audit/record-act.ts'
import type { PeopleClient, PeopleContext } from './change-people.ts'

/** Which open links: one invitation, all for an address, those for an account, those somebody made. */
export type LinksOf =
  | { readonly invitation: string }
  | { readonly email: string }
  | { readonly forUser: string }
  | { readonly madeBy: string }

/** Takes open links back, records each and returns how many. Whoever is shut out must not come back by a link they made before. */
export async function takeLinksBack(ctx: PeopleContext, client: PeopleClient, of: LinksOf, because: string): Promise<number> {
  const [condition, value] = conditionOf(of)
  const { rows } = await client.query<{ id: string; kind: string; email: string | null }>(
    `update setup_link set revoked_at = $1
     where ${condition} and used_at is null and revoked_at is null and expires_at > $1 returning id, kind, email`,
    [ctx.now(), value],
  )
  for (const { id, kind, email } of rows) {
    await recordAct(ctx, client, {
      action: 'setup_link.revoked',
      target: { type: 'setup_link', id },
      before: { kind },
      after: { because },
      ...(email === null ? {} : { personal: { email } }),
    })
  }
  return rows.length
}

function conditionOf(of: LinksOf): readonly [condition: string, value: string] {
  if ('invitation' in of) return [`kind = 'invitation' and id = $2`, of.invitation]
  if ('email' in of) return ['email = $2', of.email]
  return 'forUser' in of ? ['user_id = $2', of.forUser] : ['made_by = $2', of.madeBy]
}
