import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../stack/root.ts'

/** The last tag; before there is one, what stood just before the newest migration, so that there is a schema to upgrade. */
export function previousRelease(): string {
  const tag = git('tag', '--list', '--merged', 'HEAD', '--sort=-creatordate').split('\n')[0]
  if (tag) return tag
  const migrations = 'packages/db/prisma/migrations'
  const newest =
    readdirSync(join(ROOT, migrations))
      .filter((name) => /^\d/.test(name))
      .sort()
      .at(-1) ?? ''
  const added = git('log', '--diff-filter=A', '--format=%H', '-1', '--', `${migrations}/${newest}`)
  if (!added) throw new Error('there is neither a tag nor a commit that added the newest migration: give one with --from')
  return `${added}^`
}

/** Checks a commit out into a folder of its own and installs what its lock file says. Kept for the next time. */
export function checkOutRelease(ref: string, say: (line: string) => void): string {
  const commit = git('rev-parse', '--verify', `${ref}^{commit}`)
  const folder = join(tmpdir(), `counterfoil-release-${commit.slice(0, 12)}`)
  const run = (command: string, args: readonly string[], cwd: string) =>
    execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
  if (!existsSync(join(folder, 'package.json'))) {
    git('worktree', 'prune')
    git('worktree', 'add', '--force', '--detach', folder, commit)
  }
  if (!existsSync(join(folder, 'node_modules/.package-lock.json'))) {
    say(`installing ${commit.slice(0, 12)} in ${folder} …`)
    const same = readFileSync(join(folder, 'package-lock.json'), 'utf8') === readFileSync(join(ROOT, 'package-lock.json'), 'utf8')
    // Its workspaces are links to its own folders, so a copy of the same tree is as good as an installation.
    if (same) run('cp', ['-a', join(ROOT, 'node_modules'), folder], ROOT)
    else run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], folder)
  }
  run(process.execPath, ['packages/db/scripts/generate.mjs'], folder)
  return folder
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim()
}
