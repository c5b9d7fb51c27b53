import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { inTransaction } from '../../in-transaction.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { rowsThrough } from '../../read-rows.ts'
import { personOf } from '../exceptions/lock-exception.ts'
import { readLimit } from '../exceptions/read-limit.ts'
import { Reason } from '../exceptions/resolution.ts'
import { lockLinks, writeHandLink } from './make-hand-link.ts'
import { measureLink, refuseAsked } from './measure-link.ts'
import { tellLinks } from './tell-links.ts'

const RowId = z.string().regex(/^\d{1,18}:\d{1,9}$/)
export const LinkByHandInput = z.discriminatedUnion('join', [
  z.strictObject({ join: z.literal('payment_line'), from: z.uuid(), to: RowId, reason: Reason }),
  z.strictObject({ join: z.literal('payout_bank'), from: z.string().regex(/^\d{1,18}$/), to: RowId, reason: Reason }),
])
export type LinkByHandInput = z.infer<typeof LinkByHandInput>

export interface LinkAnswer {
  /** The link's key. */
  readonly key: string
  /** `proposed` above the limit: another person says yes. */
  readonly state: 'made' | 'proposed'
}

/**
 * A person says that two rows belong together; runs leave it so. Of both something has to be free. Where either row is above the sum
 * that one person may decide about, it is only proposed.
 */
export async function linkByHand(ctx: Omit<ServiceContext, 'db'>, input: LinkByHandInput): Promise<LinkAnswer> {
  requireWholeChain(ctx)
  const by = personOf(ctx)
  const link = LinkByHandInput.parse(input)
  return inTransaction(ctx, async (client) => {
    await lockLinks(client)
    const measured = await measureLink(client, link)
    await refuseAsked(client, link)
    const large = measured.sizeMinor > (await readLimit(rowsThrough(client), measured.currency, 'for share'))
    const key = await writeHandLink(client, ctx, by, { ...link, ...measured, confidence: large ? 'proposal' : 'certain' })
    await tellLinks(client)
    return { key, state: large ? 'proposed' : 'made' }
  })
}
