import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { personOf } from '../exceptions/lock-exception.ts'
import { Reason } from '../exceptions/resolution.ts'
import { type HandLink, lockLinks, makeHandLink } from './make-hand-link.ts'
import { tellLinks } from './tell-links.ts'
import { LinkKey } from './undo-link.ts'

export const ConfirmLinkInput = z.strictObject({ key: LinkKey, reason: Reason })
export type ConfirmLinkInput = z.infer<typeof ConfirmLinkInput>

/**
 * A person says yes to what a run has proposed: the whole of it, for of two payouts in one line one alone leaves the other without
 * its line. The proposal itself is taken back by the next run. Throws `not_found` when it no longer stands.
 */
export async function confirmLink(ctx: Omit<ServiceContext, 'db'>, input: ConfirmLinkInput): Promise<void> {
  requireWholeChain(ctx)
  const by = personOf(ctx)
  const { key, reason } = ConfirmLinkInput.parse(input)
  await inTransaction(ctx, async (client) => {
    await lockLinks(client)
    const { rows } = await client.query<Pick<HandLink, 'join' | 'from' | 'to'>>(
      `select a.join_kind as join, a.from_id as "from", a.to_id as "to" from funds_allocation asked
       join funds_allocation a on a.join_kind = asked.join_kind and a.rule = asked.rule and (a.from_id = asked.from_id or a.to_id = asked.to_id)
       where asked.key = $1 and asked.confidence = 'proposal' and a.confidence = 'proposal' and a.reverses is null
         and not exists (select from funds_allocation r where r.reverses in (a.key, asked.key))
       order by a.key`,
      [key],
    )
    if (rows.length === 0) throw new ServiceError('not_found', 'There is no such proposal, or it was decided already.')
    for (const row of rows) await makeHandLink(client, ctx, by, { ...row, reason })
    await tellLinks(client)
  })
}
