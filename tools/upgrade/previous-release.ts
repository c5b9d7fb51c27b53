import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../stack/root.ts'

/** The last tag before this commit: a commit that is a release itself has no use for its own. Undefined before there is one. */
export function previousTag(root = ROOT): string | undefined {
  const tags = git(root, 'tag', '--list', '--merged', 'HEAD', '--no-contains', 'HEAD', '--sort=-creatordate')
  return tags.split('\n')[0] || undefined
}

/** The last tag before this commit; before there is one, what stood just before the newest migration, so that there is a schema to upgrade. */
export function previousRelease(root = ROOT): string {
  const tag = previousTag(root)
  if (tag) return tag
  const migrations = 'packages/db/prisma/migrations'
  const newest =
    readdirSync(join(root, migrations))
      .filter((name) => /^\d/.test(name))
      .sort()
      .at(-1) ?? ''
  const added = git(root, 'log', '--diff-filter=A', '--format=%H', '-1', '--', `${migrations}/${newest}`)
  if (!added) throw new Error('there is neither a tag nor a commit that added the newest migration: give one with --from')
  return `${added}^`
}

export function git(root: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
}
