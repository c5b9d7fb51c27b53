import type pg from 'pg'
import { z } from 'zod'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { paymentIdDate } from '../../ingest/payment-id-time.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { personOf } from '../exceptions/lock-exception.ts'
import { Reason } from '../exceptions/resolution.ts'
import { lockLinks } from './make-hand-link.ts'
import { tellLinks } from './tell-links.ts'

export const LinkKey = z.string().min(1).max(400)
export const UndoLinkInput = z.strictObject({ key: LinkKey, reason: Reason })
export type UndoLinkInput = z.infer<typeof UndoLinkInput>

/** Takes a link apart by its negative; no run makes the same pair again. */
export async function undoLink(ctx: Omit<ServiceContext, 'db'>, input: UndoLinkInput): Promise<void> {
  requireWholeChain(ctx)
  const by = personOf(ctx)
  const { key, reason } = UndoLinkInput.parse(input)
  await inTransaction(ctx, async (client) => {
    await lockLinks(client)
    const undone = await takeBack(client, key, by)
    // Both rows are looked at again, whatever a run had closed.
    await client.query(
      undone.join === 'payment_line'
        ? `insert into settlement_line_open values (split_part($1, ':', 1)::int8, split_part($1, ':', 2)::int4) on conflict do nothing`
        : `update bank_line set open = true where file_id = split_part($1, ':', 1)::int8 and position = split_part($1, ':', 2)::int4`,
      [undone.to],
    )
    if (undone.join === 'payout_bank' && undone.sure)
      await client.query('update payout set open = true where id = $1::int8', [undone.from])
    if (undone.join === 'payment_line')
      await client.query(
        'update funds_payment set settled_minor = null, open = true, run_id = null where payment_id = $1::uuid and opened_on = $2',
        [undone.from, paymentIdDate(undone.from)],
      )
    await recordAct(ctx, client, {
      action: 'funds_link.undone',
      target: { type: 'funds_link', id: key },
      before: { join: undone.join, from: undone.from, to: undone.to },
      personal: { reason },
    })
    await tellLinks(client)
  })
}

interface Undone {
  readonly join: string
  readonly from: string
  readonly to: string
  /** Money was taken to be there by it; a proposal had said nothing yet. */
  readonly sure: boolean
}

/** Writes the negative of a link or proposal. Throws `not_found` where there is none, or it was taken back before. */
export async function takeBack(client: pg.ClientBase, key: string, by: string): Promise<Undone> {
  const { rows } = await client.query<Undone>(
    `insert into funds_allocation (key, join_kind, from_id, to_id, amount_minor, currency, rule, rule_version, reverses, because, made_by)
     select a.key || ' undone', a.join_kind, a.from_id, a.to_id, -a.amount_minor, a.currency, a.rule, a.rule_version, a.key, 'person', $2
     from funds_allocation a where a.key = $1 and a.reverses is null and not exists (select from funds_allocation r where r.reverses = a.key)
     returning join_kind as join, from_id as from, to_id as to,
       (select a.confidence in ('certain', 'strong') from funds_allocation a where a.key = $1) as sure`,
    [key, by],
  )
  const [undone] = rows
  if (undone === undefined) throw new ServiceError('not_found', 'There is no such link, or it was taken apart already.')
  return undone
}
