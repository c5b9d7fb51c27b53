import { execFileSync } from 'node:child_process'
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system of its own that really runs full. */
export interface SmallDisk {
  readonly path: string
  /** A stranger's file takes all that is left but `leaveBytes`; returns what it took. */
  fill(leaveBytes?: number): number
  /** The stranger's file is gone. */
  clear(): void
  unmount(): void
}

/** Mounts a tmpfs. Needs root or passwordless sudo; throws where there is neither, because a test that does nothing proves nothing. */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'small-disk-'))
  asRoot('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0777`, 'tmpfs', path)
  const ballast = join(path, 'ballast')
  return {
    path,
    fill(leaveBytes = 0) {
      let taken = 0
      const file = openSync(ballast, 'a')
      try {
        for (let size = 64 * 1024; size >= 4_096; size /= 2) taken += writeAll(file, size)
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      if (leaveBytes === 0) return taken
      execFileSync('truncate', ['-s', `-${leaveBytes}`, ballast])
      return taken - leaveBytes
    },
    clear: () => rmSync(ballast, { force: true }),
    unmount() {
      asRoot('umount', '-l', path)
      rmSync(path, { recursive: true, force: true })
    },
  }
}

/** Appends blocks until the disk takes no more; returns the bytes written. */
function writeAll(file: number, size: number): number {
  const block = Buffer.alloc(size, 0x5a)
  let written = 0
  for (;;) {
    try {
      written += writeSync(file, block)
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return written
      throw error
    }
  }
}

function asRoot(command: string, ...args: string[]): void {
  if (process.getuid?.() === 0) execFileSync(command, args)
  else execFileSync('sudo', ['-n', command, ...args])
}
