import { CALENDARS } from '@counterfoil/settlement/funds'
import { type ActContext, recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { inTransaction } from '../../in-transaction.ts'

/** Writes each edition of the product's calendars that the database has never held; any hub may do it, at every start. */
export async function seedCalendars(ctx: Pick<ServiceContext, 'pool'> & ActContext): Promise<string[]> {
  const { rows: held } = await ctx.pool.query<{ edition: string }>(
    `select name || ' ' || (document ->> 'version') as edition from funds_calendar`,
  )
  const known = new Set(held.map(({ edition }) => edition))
  const wanted = CALENDARS.filter(({ id, version }) => !known.has(`${id} ${version}`))
  if (wanted.length === 0) return []
  return inTransaction(ctx, async (client) => {
    const { rows: added } = await client.query<{ name: string; version: number }>(
      `insert into funds_calendar (name, version, document)
       select u.name, coalesce((select max(version) from funds_calendar c where c.name = u.name), 0) + 1, u.document
       from unnest($1::text[], $2::jsonb[]) u(name, document) on conflict do nothing returning name, version`,
      [wanted.map(({ id }) => id), wanted.map((table) => JSON.stringify(table))],
    )
    for (const { name, version } of added) {
      const target = { type: 'funds_calendar', id: `${name} ${version}` }
      await recordAct(ctx, client, { action: 'funds_calendar.added', target, after: { name, version } })
    }
    // A year that was not published may be now.
    await client.query(`update funds_payment set state = 'new' where state = 'not_told'`)
    return added.map(({ name }) => name)
  })
}
