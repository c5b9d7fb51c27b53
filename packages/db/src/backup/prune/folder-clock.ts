import { rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What time it is where the folder lies, ms since 1970: on another machine's disk a clock of its own. */
export async function readFolderClock(folder: string): Promise<number> {
  const path = join(folder, '.clock.unfinished')
  await writeFile(path, '', { mode: 0o600 })
  try {
    return (await stat(path)).mtimeMs
  } finally {
    await rm(path, { force: true })
  }
}
