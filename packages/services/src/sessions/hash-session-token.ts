import { createHash } from 'node:crypto'

/** What the database keeps of a session's token, which has 190 random bits: whoever reads the table signs in nowhere. */
export function hashSessionToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
