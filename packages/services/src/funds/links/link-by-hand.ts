import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { inTransaction } from '../../in-transaction.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { personOf } from '../exceptions/lock-exception.ts'
import { Reason } from '../exceptions/resolution.ts'
import { lockLinks, makeHandLink } from './make-hand-link.ts'
import { tellLinks } from './tell-links.ts'

const RowId = z.string().regex(/^\d{1,18}:\d{1,9}$/)
export const LinkByHandInput = z.discriminatedUnion('join', [
  z.strictObject({ join: z.literal('payment_line'), from: z.uuid(), to: RowId, reason: Reason }),
  z.strictObject({ join: z.literal('payout_bank'), from: z.string().regex(/^\d{1,18}$/), to: RowId, reason: Reason }),
])
export type LinkByHandInput = z.infer<typeof LinkByHandInput>

/** A person says that two rows belong together; runs leave it so. Of both something has to be free. */
export async function linkByHand(ctx: Omit<ServiceContext, 'db'>, input: LinkByHandInput): Promise<string> {
  requireWholeChain(ctx)
  const by = personOf(ctx)
  const link = LinkByHandInput.parse(input)
  return inTransaction(ctx, async (client) => {
    await lockLinks(client)
    const key = await makeHandLink(client, ctx, by, link)
    await tellLinks(client)
    return key
  })
}
