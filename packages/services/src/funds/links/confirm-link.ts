import type pg from 'pg'
import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { rowsThrough } from '../../read-rows.ts'
import { personOf } from '../exceptions/lock-exception.ts'
import { readLimit } from '../exceptions/read-limit.ts'
import { Reason } from '../exceptions/resolution.ts'
import type { LinkAnswer } from './link-by-hand.ts'
import { lockLinks, writeHandLink } from './make-hand-link.ts'
import { type HandPair, measureLink, refuseAsked } from './measure-link.ts'
import { PROPOSED } from './sure-links.ts'
import { tellLinks } from './tell-links.ts'
import { LinkKey, takeBack } from './undo-link.ts'

export const ConfirmLinkInput = z.strictObject({ key: LinkKey, reason: Reason })
export type ConfirmLinkInput = z.infer<typeof ConfirmLinkInput>

/**
 * A person says yes to what a run or another person has proposed: to the whole of it, for of two payouts in one line one alone leaves
 * the other without its line. A run's proposal above the limit is then one of theirs, which another person confirms; a run takes its own
 * back by itself. Throws `not_found` when it no longer stands, `forbidden` to whoever proposed it.
 */
export async function confirmLink(ctx: Omit<ServiceContext, 'db'>, input: ConfirmLinkInput): Promise<Pick<LinkAnswer, 'state'>> {
  requireWholeChain(ctx)
  const by = personOf(ctx)
  const { key, reason } = ConfirmLinkInput.parse(input)
  return inTransaction(ctx, async (client) => {
    await lockLinks(client)
    const asked = await readAsked(client, key)
    const [first] = asked
    if (first === undefined) throw new ServiceError('not_found', 'There is no such proposal, or it was decided already.')
    const proposedBy = first.byHand ? first.by : undefined
    if (proposedBy === by)
      throw new ServiceError('forbidden', 'You proposed this yourself: another person must approve it.', {
        reason: 'same_person',
      })
    const large = proposedBy === undefined && (await isLarge(client, asked))
    for (const pair of asked) {
      const { join, from, to } = pair
      if (large) await refuseAsked(client, pair)
      else if (proposedBy !== undefined) await takeBack(client, pair.key, by)
      // One after the other: what the first has taken is not free for the second.
      const measured = await measureLink(client, pair)
      const made = { join, from, to, reason, ...measured, ...(proposedBy === undefined ? {} : { proposedBy }) }
      await writeHandLink(client, ctx, by, { ...made, confidence: large ? 'proposal' : 'certain' })
    }
    await tellLinks(client)
    return { state: large ? 'proposed' : 'made' }
  })
}

interface Asked extends HandPair {
  readonly key: string
  readonly by: string
  readonly byHand: boolean
}

async function readAsked(client: pg.ClientBase, key: string): Promise<Asked[]> {
  const { rows } = await client.query<Asked>(
    `select a.key, a.join_kind as join, a.from_id as "from", a.to_id as "to", a.made_by as by, a.rule = 'hand' as "byHand"
     from funds_allocation asked join funds_allocation a
       on a.join_kind = asked.join_kind and a.rule = asked.rule and a.made_by = asked.made_by and (a.from_id = asked.from_id or a.to_id = asked.to_id)
     where asked.key = $1 and asked.confidence = 'proposal' and ${PROPOSED}
       and not exists (select from funds_allocation r where r.reverses = asked.key)
     order by a.key`,
    [key],
  )
  return rows
}

/** Whether one person may not decide about any of them. */
async function isLarge(client: pg.ClientBase, pairs: readonly HandPair[]): Promise<boolean> {
  for (const pair of pairs) {
    const { sizeMinor, currency } = await measureLink(client, pair)
    if (sizeMinor > (await readLimit(rowsThrough(client), currency, 'for share'))) return true
  }
  return false
}
