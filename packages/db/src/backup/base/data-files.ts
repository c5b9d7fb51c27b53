import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileToPack } from '../files/pack-files.ts'
import { whenAbsent } from '../files/when-absent.ts'

/** What beside the cluster cannot be made again: the two secrets, and old months of the audit record, which lie in files alone. */
export const SECRETS = ['hub-key', 'auth-secret'] as const
const FOLDERS = ['archives', 'evidence'] as const

/** Where these folders lie when it is not in the data folder. A restore puts them there. */
export type OtherPlaces = Readonly<Partial<Record<(typeof FOLDERS)[number], string>>>

export async function* dataFiles(dataDir: string, elsewhere: OtherPlaces): AsyncGenerator<FileToPack> {
  // The embedded server's own password, which its roles are checked against.
  for (const name of ['password', ...SECRETS])
    if (await isFile(join(dataDir, name))) yield { path: name, from: join(dataDir, name) }
  for (const name of FOLDERS) yield* below(elsewhere[name] ?? join(dataDir, name), name)
}

/** Which of the secrets lie in the folder; the others come from the environment and are backed up elsewhere. */
export async function secretsThere(dataDir: string): Promise<string[]> {
  const there: string[] = []
  for (const name of SECRETS) if (await isFile(join(dataDir, name))) there.push(name)
  return there
}

async function* below(folder: string, path: string): AsyncGenerator<FileToPack> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(whenAbsent<Dirent[]>([]))
  for (const entry of entries) {
    const inside = `${path}/${entry.name}`
    const from = join(folder, entry.name)
    if (entry.isDirectory()) yield* below(from, inside)
    else if (entry.isFile()) yield { path: inside, from }
  }
}

function isFile(path: string): Promise<boolean> {
  return stat(path)
    .then((found) => found.isFile())
    .catch(whenAbsent(false))
}
