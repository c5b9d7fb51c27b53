import { readFileSync, statfsSync } from 'node:fs'
import { freemem, release, totalmem, type, uptime, version } from 'node:os'
import type { Vitals } from './vitals-watch.ts'

/** How this machine is; `folder` lies on the disk that holds the record. */
export function readVitals(folder: string): Vitals {
  const { bavail, blocks, bsize } = statfsSync(folder)
  return {
    os: osName(),
    osVersion: release().slice(0, 120),
    upSeconds: Math.floor(uptime()),
    diskFreeBytes: bavail * bsize,
    diskSizeBytes: Math.max(1, blocks * bsize),
    memoryFreeBytes: freemem(),
    memorySizeBytes: totalmem(),
  }
}

/** On Linux the distribution's own name of itself (os-release(5)): the kernel's tells nobody which patches there are. */
function osName(): string {
  try {
    const [, name] = /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(readFileSync('/etc/os-release', 'utf8')) ?? []
    if (name !== undefined) return name.slice(0, 120)
  } catch {
    // Not Linux, or a small one.
  }
  return (process.platform === 'win32' ? version() : type()).slice(0, 120)
}
