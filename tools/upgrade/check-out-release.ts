import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../stack/root.ts'
import { git } from './previous-release.ts'

/** Checks a commit out into a folder of its own and installs what its lock file says. Kept for the next time. */
export function checkOutRelease(ref: string, say: (line: string) => void): string {
  const commit = git(ROOT, 'rev-parse', '--verify', `${ref}^{commit}`)
  const folder = join(tmpdir(), `counterfoil-release-${commit.slice(0, 12)}`)
  const run = (command: string, args: readonly string[], cwd: string) =>
    execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
  if (!existsSync(join(folder, 'package.json'))) {
    git(ROOT, 'worktree', 'prune')
    git(ROOT, 'worktree', 'add', '--force', '--detach', folder, commit)
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
