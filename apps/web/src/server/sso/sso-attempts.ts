import { createHash, randomBytes } from 'node:crypto'
import type { Prisma } from '@counterfoil/db'
import type { ServiceContext } from '@counterfoil/services'

/** What must come back unchanged from the provider, kept here under a random number that only this browser has. */
export interface SsoAttempt {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  /** A path of ours. */
  readonly next: string
  /** The session whose person shows a factor anew; null when somebody signs in. */
  readonly sessionId: string | null
}

const LIFETIME_MS = 10 * 60_000

/** Keeps the attempt and gives the number for the browser's cookie. */
export async function openAttempt({ db, now, newId }: ServiceContext, attempt: SsoAttempt): Promise<string> {
  const number = randomBytes(32).toString('base64url')
  const at = now()
  await db.verification.create({
    data: {
      id: newId(),
      identifier: identifierOf(number),
      value: JSON.stringify(attempt),
      expiresAt: new Date(at.getTime() + LIFETIME_MS),
      createdAt: at,
      updatedAt: at,
    },
  })
  return number
}

/** The attempt of this browser, once; null when there is none, it is over or it was taken before. */
export async function takeAttempt(
  { db, now }: { readonly db: Prisma; readonly now: () => Date },
  number: string,
): Promise<SsoAttempt | null> {
  const identifier = identifierOf(number)
  const row = await db.verification.findFirst({ where: { identifier } })
  if (row === null) return null
  const taken = await db.verification.deleteMany({ where: { id: row.id } })
  if (taken.count !== 1 || row.expiresAt <= now()) return null
  return JSON.parse(row.value) as SsoAttempt
}

/** The database keeps the number's hash: whoever reads it continues nobody's sign-in. */
function identifierOf(number: string): string {
  return `sso:${createHash('sha256').update(number).digest('base64url')}`
}
