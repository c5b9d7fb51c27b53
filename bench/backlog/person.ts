import { randomBytes, randomUUID } from 'node:crypto'
import { createPool } from '@counterfoil/db'
import { hashSessionToken } from '@counterfoil/services/sessions'

/** The dashboard's origin unless the hub is told another. */
const ORIGIN = 'http://localhost:3000'
const HOUR_MS = 3_600_000

/** A person with both factors and a session, as the dashboard's sign-in leaves them in the database. */
export async function signInPerson(url: string): Promise<{ readonly cookie: string; readonly origin: string }> {
  const pool = createPool({ url, role: 'owner', max: 1 })
  const userId = randomUUID()
  const token = randomBytes(24).toString('base64url')
  try {
    await pool.query('insert into "user" (id, name, email, email_verified, two_factor_enabled) values ($1, $2, $3, true, true)', [
      userId,
      'Benchmark',
      'bench@example.com',
    ])
    await pool.query('insert into session (id, expires_at, token, user_id, second_factor_at) values ($1, $2, $3, $4, now())', [
      randomUUID(),
      new Date(Date.now() + HOUR_MS),
      hashSessionToken(token),
      userId,
    ])
  } finally {
    await pool.end()
  }
  // The hub looks the token up; the signature behind it is the dashboard's to check.
  const signature = encodeURIComponent(randomBytes(32).toString('base64'))
  return { cookie: `counterfoil.session_token=${token}.${signature}`, origin: ORIGIN }
}
