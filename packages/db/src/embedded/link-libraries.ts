import { readFile, symlink } from 'node:fs/promises'
import { basename, join } from 'node:path'

/**
 * Makes the links between library names that the npm package lost (tarballs of npm hold no links) and that its
 * postinstall would make; no install script runs in this repository. Links that exist stay.
 */
export async function linkLibraries(home: string): Promise<void> {
  const list = await readFile(join(home, 'pg-symlinks.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]'
    throw error
  })
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    // Both are `native/lib/<name>`, in one folder.
    await symlink(basename(source), join(home, '..', target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}
