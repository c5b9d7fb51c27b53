import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { insertSetupLink, type SetupLink } from './insert-setup-link.ts'

export const LONGEST_REASON = 500

/** Why, in the words of whoever does it, and as whom they are known on the server. */
export interface BreakGlass {
  readonly reason: string
  readonly serverUser?: string
}

/**
 * Makes a link for one more administrator of the whole chain although there are accounts: for when none of them can sign in.
 * Whoever may run commands on the server may do it; every administrator is shown it until one says they have seen it.
 */
export async function makeLinkBehindGlass(
  ctx: Pick<ServiceContext, 'pool' | 'actor' | 'now' | 'newId'>,
  given: BreakGlass,
): Promise<SetupLink> {
  const reason = given.reason.trim()
  if (reason === '' || [...reason].length > LONGEST_REASON || /[\p{Cc}\p{Cs}]/u.test(reason)) {
    throw new ServiceError('invalid', `Say why, in one line of at most ${LONGEST_REASON} characters. No link was made.`, {
      field: 'reason',
      reason: 'reason_missing',
    })
  }
  return inTransaction(ctx, async (client) => {
    const link = await insertSetupLink(ctx, client, { kind: 'first' })
    await client.query('insert into break_glass (id, used_at, reason) values ($1, $2, $3)', [link.id, ctx.now(), reason])
    await recordAct(ctx, client, {
      action: 'break_glass.used',
      target: { type: 'setup_link', id: link.id },
      personal: { reason, ...(given.serverUser === undefined ? {} : { serverUser: given.serverUser }) },
    })
    return link
  })
}
