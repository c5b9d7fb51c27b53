import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openAdmin } from './open-admin.ts'

/** Name of the role that owns the database, and of the database. No superuser: as in production. */
export const OWNER = 'counterfoil'

/** The server's password, made once at random and kept in a file only its owner may read. */
export async function readOrMakePassword(dataDir: string): Promise<string> {
  const file = join(dataDir, 'password')
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  if (kept.trim()) return kept.trim()
  const password = randomBytes(24).toString('base64url')
  await writeFile(file, `${password}\n`, { mode: 0o600 })
  return password
}

/** Makes role and database of the owner where they are missing. */
export async function ensureOwner(port: number, password: string): Promise<void> {
  const admin = await openAdmin(port, password)
  try {
    const { rows } = await admin.query<{ role: boolean; database: boolean }>(
      `select exists (select from pg_roles where rolname = $1) as role, exists (select from pg_database where datname = $1) as database`,
      [OWNER],
    )
    if (!rows[0]?.role) {
      await admin.query(`create role ${OWNER} login createdb createrole password ${admin.escapeLiteral(password)}`)
    }
    if (!rows[0]?.database) await admin.query(`create database ${OWNER} owner ${OWNER}`)
  } finally {
    await admin.end()
  }
}
