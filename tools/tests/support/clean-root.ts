import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder that stands for a machine's `/`. */
export interface CleanRoot {
  readonly folder: string
  dpkg(...args: string[]): string
  close(): void
}

/**
 * With a clean Debian (`debootstrap`) where asked, scripts run inside it; else maintainer scripts run from outside over an empty root
 * (dpkg's own `--force-script-chrootless`), which needs no download.
 */
export function openCleanRoot(clean: boolean): CleanRoot {
  const folder = clean ? debootstrap() : emptyRoot()
  return {
    folder,
    dpkg(...args) {
      const how = clean
        ? [`--root=${folder}`]
        : [`--root=${folder}`, '--force-script-chrootless', '--force-depends', '--log=/dev/null']
      const done = spawnSync('dpkg', [...how, ...args], { encoding: 'utf8', env: { ...process.env, LANG: 'C.UTF-8' } })
      if (done.status !== 0) throw new Error(`dpkg ${args.join(' ')} failed:\n${done.stdout}${done.stderr}`)
      return `${done.stdout}${done.stderr}`
    },
    close() {
      if (clean) removeDebian(folder)
      else rmSync(folder, { recursive: true, force: true })
    },
  }
}

function emptyRoot(): string {
  const folder = mkdtempSync(join(tmpdir(), 'empty-root-'))
  chmodSync(folder, 0o755)
  for (const made of ['etc', 'usr', 'var/lib/dpkg/info', 'var/lib/dpkg/updates', 'var/lib/dpkg/triggers'])
    mkdirSync(join(folder, made), { recursive: true })
  writeFileSync(join(folder, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n')
  writeFileSync(join(folder, 'etc/group'), 'root:x:0:\ndialout:x:20:\n')
  for (const file of ['var/lib/dpkg/status', 'var/lib/dpkg/available', 'etc/shadow', 'etc/gshadow'])
    writeFileSync(join(folder, file), '')
  return folder
}

function debootstrap(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clean-debian-'))
  chmodSync(folder, 0o755)
  run('debootstrap', ['--variant=minbase', '--include=systemd,libstdc++6,passwd', 'bookworm', folder])
  run('mount', ['-t', 'proc', 'proc', join(folder, 'proc')])
  // Ptys of this machine, and no more of its /dev: debootstrap made the few nodes a program needs.
  run('mount', ['--bind', '/dev/pts', join(folder, 'dev/pts')])
  return folder
}

/** Throws where something stays mounted: what is deleted next must be the folder's own. */
function removeDebian(folder: string): void {
  for (const mounted of ['dev/pts', 'proc']) run('umount', [join(folder, mounted)])
  run('rm', ['-rf', '--one-file-system', folder])
}

function run(program: string, args: readonly string[]): void {
  const done = spawnSync(program, args, { encoding: 'utf8' })
  if (done.status !== 0)
    throw new Error(`${program} ${args.join(' ')} failed: ${done.error?.message ?? `${done.stdout}${done.stderr}`}`)
}
