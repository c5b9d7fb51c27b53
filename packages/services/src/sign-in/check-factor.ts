import type { ServiceContext } from '../context.ts'
import type { FactorKit } from './factor-kit.ts'
import { takeTotpStep } from './take-totp-step.ts'
import { findTotpStep } from './totp.ts'

/** What is wrong with a factor that was shown; null when nothing is. */
export type FactorProblem = 'invalid_password' | 'invalid_code' | 'code_used' | 'invalid_backup_code'

type CheckContext = Pick<ServiceContext, 'db' | 'pool' | 'now'>

export async function checkPasswordOf(
  ctx: CheckContext,
  kit: FactorKit,
  userId: string,
  password: string,
): Promise<FactorProblem | null> {
  const account = await ctx.db.account.findFirst({ where: { userId, providerId: 'credential' } })
  const right = account?.password != null && (await kit.verifyPassword({ hash: account.password, password }))
  return right ? null : 'invalid_password'
}

/** Takes the code's step as well: it is good once. */
export async function checkTotpOf(
  ctx: CheckContext,
  kit: FactorKit,
  userId: string,
  code: string,
): Promise<FactorProblem | null> {
  const row = await ctx.db.twoFactor.findFirst({ where: { userId, verified: true } })
  if (row === null) return 'invalid_code'
  const step = findTotpStep(await kit.open(row.secret), code, ctx.now().getTime())
  if (step === null) return 'invalid_code'
  return (await takeTotpStep(ctx, userId, step)) ? null : 'code_used'
}

/** Takes the code out of the list; of two at once the second finds it gone. */
export async function checkRecoveryCodeOf(
  ctx: CheckContext,
  kit: FactorKit,
  userId: string,
  code: string,
): Promise<FactorProblem | null> {
  const row = await ctx.db.twoFactor.findFirst({ where: { userId, verified: true } })
  if (row === null) return 'invalid_backup_code'
  const codes = readRecoveryCodes(await kit.open(row.backupCodes))
  if (!codes.includes(code)) return 'invalid_backup_code'
  const backupCodes = await kit.seal(JSON.stringify(codes.filter((each) => each !== code)))
  const { count } = await ctx.db.twoFactor.updateMany({
    where: { id: row.id, backupCodes: row.backupCodes },
    data: { backupCodes },
  })
  return count === 1 ? null : 'invalid_backup_code'
}

/** As better-auth keeps them: a sealed JSON list. */
export function readRecoveryCodes(opened: string): readonly string[] {
  const list: unknown = JSON.parse(opened)
  return Array.isArray(list) ? list.filter((code) => typeof code === 'string') : []
}
