/** Wrong usage: exit code 2. Everything else that goes wrong is exit code 1. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** What the file system says, in words; the message of any other error as it is. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code = '', path } = error as NodeJS.ErrnoException
  const words = FILE_WORDS.get(code)
  return words === undefined || path === undefined ? error.message : `${path}: ${words}.`
}

const FILE_WORDS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['EEXIST', 'there is such a file already, and it is not written over'],
  ['EACCES', 'this user may not read or write it'],
  ['EISDIR', 'it is a folder'],
])
