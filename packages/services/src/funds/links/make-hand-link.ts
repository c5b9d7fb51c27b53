import type pg from 'pg'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import type { HandPair, MeasuredLink } from './measure-link.ts'

export interface HandLink extends HandPair {
  readonly reason: string
}

/** Whoever links or takes apart is alone until the transaction ends: what is free is told of rows that others may be taking. */
export const lockLinks = async (client: pg.ClientBase): Promise<void> => {
  await client.query(`select pg_advisory_xact_lock(hashtext('funds_link'))`)
}

/** Writes a person's word, under `lockLinks`: that two rows belong together, or, above the limit, that they may. Gives the link's key. */
export async function writeHandLink(
  client: pg.ClientBase,
  ctx: Omit<ServiceContext, 'db'>,
  by: string,
  link: HandLink & MeasuredLink & { readonly confidence: 'certain' | 'proposal'; readonly proposedBy?: string },
): Promise<string> {
  const { join, from, to, reason, amountMinor, currency, confidence, proposedBy } = link
  const proposed = proposedBy === undefined ? {} : { proposedBy }
  const key = `hand ${from} ${to} ${ctx.newId()}`
  await client.query(
    `insert into funds_allocation (key, join_kind, from_id, to_id, amount_minor, currency, rule, rule_version, confidence, evidence, made_by)
     values ($1, $2, $3, $4, $5, $6, 'hand', 1, $7, $8, $9)`,
    [key, join, from, to, amountMinor, currency, confidence, JSON.stringify({ reason, ...proposed }), by],
  )
  await recordAct(ctx, client, {
    action: confidence === 'proposal' ? 'funds_link.proposed' : 'funds_link.made',
    target: { type: 'funds_link', id: key },
    after: { join, from, to, amountMinor, ...proposed },
    personal: { reason },
  })
  return key
}
