import { isServiceError, type ServiceContext } from '@counterfoil/services'
import { LARGEST_FILE_BYTES, receiveFile } from '@counterfoil/services/funds/files'
import {
  compareListing,
  type Look,
  noteFetched,
  openPullSecret,
  type Pull,
  type RemoteFile,
} from '@counterfoil/services/funds/pulls'
import { type Opener, VaultError } from '@counterfoil/services/vault'
import { isUnfinished } from '../unfinished-name.ts'
import type { RemoteEntry } from './list-folder.ts'
import { matchName } from './match-name.ts'
import { openSftp, type SftpLink } from './open-sftp.ts'
import { PullError } from './pull-error.ts'
import { wordOfRead } from './sftp-words.ts'

type Context = Pick<ServiceContext, 'pool' | 'newId' | 'now' | 'actor'>

const MINUTE_MS = 60_000
const LONGEST_NAME = 255

/** Fetches what has come and is whole. Whatever goes wrong becomes a word; what was fetched before it stays. */
export async function lookAtPull(ctx: Context, opener: Opener, pull: Pull, signal: AbortSignal): Promise<Look> {
  const everyMs = pull.everyMinutes * MINUTE_MS
  let hostKey: string | null = null
  let link: SftpLink | null = null
  try {
    const secret = await openPullSecret(ctx, opener, pull.id)
    if (secret === null) return { hostKey, trouble: null, nextLookInMs: everyMs }
    const onHostKey = (shown: string) => {
      hostKey = shown
    }
    link = await openSftp(pull, secret, { signal, onHostKey })
    const { files, odd } = sortEntries(pull, await link.list(pull.folder))
    const { ready, growing } = await compareListing(ctx, pull.id, files)
    let trouble = odd
    for (const file of ready) trouble = (await fetchFile(ctx, link, pull, file)) ?? trouble
    // What is still growing is looked at before its time.
    return { hostKey, trouble, nextLookInMs: growing > 0 ? Math.min(MINUTE_MS, everyMs) : everyMs }
  } catch (error) {
    return { hostKey, trouble: wordOf(error), nextLookInMs: everyMs }
  } finally {
    link?.close()
  }
}

function wordOf(error: unknown): string {
  if (error instanceof PullError) return error.word
  if (error instanceof VaultError) return `secret_${error.reason}`
  throw error
}

interface Sorted {
  readonly files: readonly RemoteFile[]
  /** Why one of the others is never fetched. */
  readonly odd: string | null
}

function sortEntries({ pattern }: Pull, entries: readonly RemoteEntry[]): Sorted {
  const files = new Map<string, RemoteFile>()
  let odd: string | null = null
  for (const { name, isFile, size, changedS } of entries) {
    if (!isFile) continue
    // Names with parts of a path lead elsewhere.
    if (/[/\\\p{Cc}]/u.test(name) || name.length > LONGEST_NAME) odd = 'name_refused'
    else if (isUnfinished(name) || !matchName(pattern, name) || size === 0) continue
    else if (!(size <= LARGEST_FILE_BYTES)) odd = 'too_large'
    else files.set(name, { name, size, changedS })
  }
  return { files: [...files.values()], odd }
}

/** Null when it was kept. */
async function fetchFile(ctx: Context, link: SftpLink, pull: Pull, file: RemoteFile): Promise<string | null> {
  try {
    const content = exactly(link.read(`${pull.folder.replace(/\/+$/, '')}/${file.name}`), file.size)
    const { id } = await receiveFile(ctx, { name: file.name, via: 'sftp', content })
    await noteFetched(ctx, pull.id, file, id)
    return null
  } catch (error) {
    if (error instanceof PullError) {
      if (error.word === 'connection_lost') throw error
      return error.word
    }
    if (!isServiceError(error, 'invalid')) throw error
    await noteFetched(ctx, pull.id, file, null)
    return 'file_refused'
  }
}

/** A file that ends earlier or later than the list said is one that somebody is writing. */
async function* exactly(content: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  try {
    for await (const piece of content) {
      bytes += piece.length
      if (bytes > size) break
      yield piece
    }
  } catch (error) {
    throw error instanceof PullError ? error : new PullError(wordOfRead(error), error)
  }
  if (bytes !== size) throw new PullError('file_changed')
}
