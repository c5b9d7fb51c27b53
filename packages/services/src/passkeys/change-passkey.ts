import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { ownSession } from '../own-account/own-session.ts'
import { PasskeyName } from './passkey-name.ts'

export const RenamePasskeyInput = z.strictObject({ id: z.uuid(), name: PasskeyName })

export async function renamePasskey(ctx: ServiceContext, { id, name }: z.infer<typeof RenamePasskeyInput>): Promise<void> {
  const { userId } = ownSession(ctx)
  await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `update passkey p set name = $3 from passkey before where p.id = $1 and p.user_id = $2 and before.id = p.id returning before.name`,
      [id, userId, name],
    )
    if (rows[0] === undefined) throw unknownPasskey()
    await recordAct(ctx, client, {
      action: 'factor.renamed',
      target: { type: 'passkey', id },
      personal: { 'before.name': rows[0].name, 'after.name': name },
    })
  })
}

export const RemovePasskeyInput = z.strictObject({ id: z.uuid() })

/** Takes a passkey out of use for good. `not_found` for anybody else's. */
export async function removePasskey(ctx: ServiceContext, { id }: z.infer<typeof RemovePasskeyInput>): Promise<void> {
  const { userId } = ownSession(ctx)
  await inTransaction(ctx, async (client) => {
    const { rowCount } = await client.query('delete from passkey where id = $1 and user_id = $2', [id, userId])
    if (rowCount !== 1) throw unknownPasskey()
    await recordAct(ctx, client, {
      action: 'factor.removed',
      target: { type: 'person', id: userId },
      before: { factor: 'passkey', passkey: id },
    })
  })
}

function unknownPasskey(): ServiceError {
  return new ServiceError('not_found', 'This passkey is not there any more.', { reason: 'passkey_unknown' })
}
