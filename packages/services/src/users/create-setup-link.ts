import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { countUsers } from './count-users.ts'
import { insertSetupLink, type SetupLink } from './insert-setup-link.ts'
import { makeLinkBehindGlass } from './link-behind-glass.ts'

/**
 * Makes a link with which one administrator of the whole chain can make their account, once, within 30 minutes. Throws `conflict`
 * when somebody has an account already, unless `force` is set: then every administrator is shown that it was made. Without
 * `force` it replaces any unused link of its kind.
 */
export async function createSetupLink(ctx: ServiceContext, { force }: { readonly force: boolean }): Promise<SetupLink> {
  if ((await countUsers(ctx)) > 0) {
    if (force) return makeLinkBehindGlass(ctx, { reason: 'setup-link --force' })
    throw new ServiceError(
      'conflict',
      'There is an account already, so no set-up link was made. Sign in with it and invite whom you need, or ask again with --force to make a link for one more administrator.',
      { reason: 'account_exists' },
    )
  }
  return inTransaction(ctx, async (client) => {
    // The first account has one link at a time: a new one replaces what earlier starts printed.
    if (!force) await client.query(`delete from setup_link where used_at is null and kind = 'first'`)
    const link = await insertSetupLink(ctx, client, { kind: 'first' })
    await recordAct(ctx, client, { action: 'setup_link.made', target: { type: 'setup_link', id: link.id } })
    return link
  })
}
