import { randomInt } from 'node:crypto'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import type { FactorKit } from '../sign-in/index.ts'
import { ownSession } from './own-session.ts'

const CODES = 10
const HALF = 5
const SIGNS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** Ten new recovery codes in place of all others. They are told here once and kept sealed. */
export async function renewRecoveryCodes(ctx: ServiceContext, kit: FactorKit): Promise<{ readonly codes: readonly string[] }> {
  const { userId } = ownSession(ctx)
  const codes = Array.from({ length: CODES }, () => `${randomSigns()}-${randomSigns()}`)
  const sealed = await kit.seal(JSON.stringify(codes))
  await inTransaction(ctx, async (client) => {
    const changed = await client.query('update two_factor set backup_codes = $2 where user_id = $1 and verified', [
      userId,
      sealed,
    ])
    if (changed.rowCount !== 1)
      throw new ServiceError('conflict', 'Your account has no authenticator app yet. Finish enrolment first.', {
        reason: 'second_factor_missing',
      })
    await recordAct(ctx, client, {
      action: 'factor.renewed',
      target: { type: 'person', id: userId },
      after: { factor: 'recovery_code', codes: CODES },
    })
  })
  return { codes }
}

function randomSigns(): string {
  return Array.from({ length: HALF }, () => SIGNS[randomInt(SIGNS.length)]).join('')
}
