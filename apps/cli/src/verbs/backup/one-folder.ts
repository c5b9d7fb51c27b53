import { resolve } from 'node:path'
import { UsageError } from '../../cli-error.ts'

/** The folder of backups that was named, and nothing else. */
export function oneFolder(positionals: readonly string[]): string {
  const [folder, ...more] = positionals
  if (folder === undefined || more.length > 0) throw new UsageError('say which folder of backups')
  return resolve(folder)
}
