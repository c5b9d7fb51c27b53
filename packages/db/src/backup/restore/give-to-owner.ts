import { lchown, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { findServiceUser } from '../../embedded/service-user.ts'

/** Read by root for the service that may see them; the database's account has no business with them. */
const SECRETS: ReadonlySet<string> = new Set(['hub-key', 'auth-secret'])

/**
 * Who owns the data folder owns what a restore as root put into it. Where that is the server's own account (a package: the database
 * runs as it, hub and secrets as others) it gets the server's files alone; folders of other services are given to them at their start.
 */
export async function giveToOwner(dataDir: string, serviceUser = findServiceUser()): Promise<void> {
  if (process.getuid?.() !== 0) return
  const owner = await stat(dataDir)
  if (owner.uid === 0) return
  const packaged = owner.uid === serviceUser?.uid
  for (const entry of await readdir(dataDir, { recursive: !packaged, withFileTypes: true }))
    if (!packaged || (entry.isFile() && !SECRETS.has(entry.name)))
      await lchown(join(entry.parentPath, entry.name), owner.uid, owner.gid)
}
