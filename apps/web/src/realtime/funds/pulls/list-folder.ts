import type { FileEntryWithStats, SFTPWrapper } from 'ssh2'
import { called } from './called.ts'
import { PullError } from './pull-error.ts'
import { isEnd, wordOfSftp } from './sftp-words.ts'

/** More than any bank leaves in one folder; a server that never ends its list must not fill the memory. */
const MOST_ENTRIES = 20_000

export interface RemoteEntry {
  readonly name: string
  readonly isFile: boolean
  readonly size: number
  /** Seconds since 1970. */
  readonly changedS: number
}

/** What lies in a folder of the server; links are no files. Throws a `PullError`. */
export async function listFolder(sftp: SFTPWrapper, folder: string): Promise<readonly RemoteEntry[]> {
  const entries: RemoteEntry[] = []
  try {
    const handle = await called<Buffer>((done) => sftp.opendir(folder, done))
    for (let some = await nextEntries(sftp, handle); some !== null; some = await nextEntries(sftp, handle)) {
      for (const { filename, attrs } of some)
        entries.push({ name: filename, isFile: attrs.isFile(), size: attrs.size, changedS: attrs.mtime })
      if (entries.length > MOST_ENTRIES) throw new PullError('too_many_files')
    }
    return entries
  } catch (error) {
    throw error instanceof PullError ? error : new PullError(wordOfSftp(error), error)
  }
}

async function nextEntries(sftp: SFTPWrapper, handle: Buffer): Promise<readonly FileEntryWithStats[] | null> {
  try {
    return await called<readonly FileEntryWithStats[]>((done) => sftp.readdir(handle, done))
  } catch (error) {
    if (isEnd(error)) return null
    throw error
  }
}
