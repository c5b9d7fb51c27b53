import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the last installation wants to run. Installing a version again makes another stamp, and so another try. */
export interface Wanted {
  readonly version: string
  readonly stamp: string
}

/** The program's own folder, which whoever runs the agent may not write. */
export interface Installation {
  wanted(): Wanted | undefined
  has(version: string): boolean
}

export function openInstallation(lib: string): Installation {
  return {
    wanted() {
      const path = join(lib, 'wanted')
      const stamp = existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
      const [version = ''] = stamp.split(' ')
      return version === '' ? undefined : { version, stamp }
    },
    has: (version) => existsSync(join(versionFolder(lib, version), 'agent.mjs')),
  }
}

export function versionFolder(lib: string, version: string): string {
  return join(lib, 'versions', version)
}
