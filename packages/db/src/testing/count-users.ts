import { openAdmin } from '../embedded/open-admin.ts'
import { readOrMakePassword } from '../embedded/owner.ts'

/** How many clients beside the asking one are connected to our server at this port; undefined when it is gone. */
export async function countUsers(dataDir: string, port: number): Promise<number | undefined> {
  const password = await readOrMakePassword(dataDir)
  const admin = await openAdmin(port, password).catch(() => undefined)
  if (!admin) return undefined
  try {
    const { rows } = await admin.query<{ users: number }>(
      `select count(*)::int4 as users from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    )
    return rows[0]?.users ?? 0
  } finally {
    await admin.end()
  }
}
