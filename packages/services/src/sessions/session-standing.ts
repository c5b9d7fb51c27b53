import { type Factor, factors } from '../context.ts'
import { type Access, type AccessRow, accessColumns, readAccess } from '../permissions/access.ts'
import type { PersonRole } from '../permissions/permission-table.ts'

/** PCI DSS 8.2.8: after 15 minutes without an action of the person a factor is asked for again. */
export const IDLE_MS = 15 * 60_000

/** A session and its account, as far as they decide what it opens. */
export interface StandingRow extends AccessRow {
  readonly twoFactorEnabled: boolean | null
  readonly secondFactorAt: Date | null
  readonly lastActionAt: Date | null
  readonly startedAt: Date
  readonly shownFactors: readonly string[]
}

/** SQL text: what `judgeStanding` needs, of `session s join "user" u`. */
export const standingColumns = `${accessColumns}, u.two_factor_enabled as "twoFactorEnabled",
  s.second_factor_at as "secondFactorAt", s.last_action_at as "lastActionAt", s.created_at as "startedAt",
  coalesce(s.factors, '{}') as "shownFactors"`

export interface Standing {
  readonly bothFactors: boolean
  /** Nobody did anything for 15 minutes: until a factor is shown again there is no more to see than on a wall. */
  readonly idle: boolean
  /** From when that is counted. */
  readonly lastActionAt: Date
  readonly factors: readonly Factor[]
  readonly access: Access
}

export function judgeStanding(row: StandingRow, now: Date): Standing {
  const access = readAccess(row)
  const shown = factors.filter((factor) => row.shownFactors.includes(factor))
  // Of the account, or vouched for by its identity provider.
  const hasSecond = row.twoFactorEnabled === true || shown.includes('sso')
  // And of this session: a factor enrolled elsewhere does not complete a half sign-in.
  const bothFactors = hasSecond && row.secondFactorAt !== null && !lacksSecondKind(row.role, shown)
  const lastActionAt = row.lastActionAt ?? row.secondFactorAt ?? row.startedAt
  const idle = bothFactors && now.getTime() - lastActionAt.getTime() >= IDLE_MS
  return { bothFactors, idle, lastActionAt, factors: shown, access: idle ? { role: 'wall_screen', reach: access.reach } : access }
}

/** A passkey that knows its holder stands for both factors, but not for an administrator's (PCI SSC FAQ 1595 and 1596, 8.4.1). */
export function lacksSecondKind(role: PersonRole, shown: readonly Factor[]): boolean {
  return role === 'administrator' && shown.length === 1 && shown[0] === 'passkey'
}
