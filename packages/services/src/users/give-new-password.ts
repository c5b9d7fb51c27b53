import type pg from 'pg'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { replacePassword } from '../own-account/replace-password.ts'
import { accountSubject } from '../sign-in/subjects.ts'

interface PasswordGiven {
  readonly userId: string
  readonly email: string
  readonly hash: string
}

/**
 * Gives an account that was reset its new password. An administrator knew the person, so tries counted before count no more (PCI
 * DSS 8.3.4).
 */
export async function giveNewPassword(
  ctx: Pick<ServiceContext, 'actor' | 'origin' | 'now' | 'newId'>,
  client: Pick<pg.Pool, 'query'>,
  { userId, email, hash }: PasswordGiven,
): Promise<void> {
  await replacePassword(ctx, client, userId, hash)
  await client.query('delete from sign_in_failure where subject = $1', [accountSubject(email)])
  await recordAct(ctx, client, {
    action: 'password.changed',
    target: { type: 'person', id: userId },
    after: { link: 'reset' },
    personal: { email },
  })
}
