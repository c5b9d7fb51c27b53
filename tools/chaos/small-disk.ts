import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** A disk of its own that can be filled to the last byte. */
export interface SmallDisk {
  fill(): void
  free(): void
  unmount(): void
}

/** Mounts a disk in memory at `folder`, made when missing. Throws one sentence where this user may not. */
export function mountSmallDisk(folder: string, sizeMb: number): SmallDisk {
  mkdirSync(folder, { recursive: true })
  const mine = process.getuid?.() ?? 0
  run(['mount', '-t', 'tmpfs', '-o', `size=${sizeMb}m,mode=0700,uid=${mine}`, 'tmpfs', folder])
  const filler = join(folder, 'filler')
  return {
    fill() {
      const file = openSync(filler, 'w')
      try {
        // Page by page to the very end: SQLite must not find room for one more.
        for (const piece of [Buffer.alloc(65_536, 1), Buffer.alloc(4_096, 1)]) while (wrote(file, piece));
      } finally {
        closeSync(file)
      }
    },
    free: () => rmSync(filler, { force: true }),
    unmount: () => run(['umount', '--lazy', folder]),
  }
}

function wrote(file: number, piece: Buffer): boolean {
  try {
    return writeSync(file, piece) === piece.length
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false
    throw error
  }
}

function run(command: readonly string[]): void {
  const complaints: string[] = []
  // Who is not root may be allowed to become it without a password.
  for (const [program = '', ...args] of [command, ['sudo', '-n', ...command]]) {
    const done = spawnSync(program, args, { encoding: 'utf8' })
    if (done.status === 0) return
    complaints.push((done.error?.message ?? done.stderr).trim())
  }
  throw new Error(
    `A disk of its own for an agent cannot be mounted here (${complaints.join('; ')}). Full disks are a part of this run: start it as root, in a container with --cap-add SYS_ADMIN, or as a user with sudo.`,
  )
}
