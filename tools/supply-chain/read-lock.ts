/** A package as `package-lock.json` (version 3) pins it. */
export interface LockedPackage {
  /** Where it lies, e.g. `node_modules/next/node_modules/postcss`. */
  readonly path: string
  readonly name: string
  readonly version: string
  readonly integrity: string | null
  /** Where it is fetched from when that is no registry: a Git repository, an address. */
  readonly resolved: string | null
  readonly hasInstallScript: boolean
}

interface LockEntry {
  readonly name?: string
  readonly version?: string
  readonly integrity?: string
  readonly resolved?: string
  readonly link?: boolean
  readonly hasInstallScript?: boolean
}

/** Every package of the lock file but our own workspaces. Throws when it is no lock file of version 3. */
export function readLock(text: string): LockedPackage[] {
  const { lockfileVersion, packages } = JSON.parse(text) as { lockfileVersion?: number; packages?: Record<string, LockEntry> }
  if (lockfileVersion !== 3 || packages === undefined) throw new Error('package-lock.json is not of lockfileVersion 3')
  return Object.entries(packages)
    .filter(([path, { link }]) => path.includes('node_modules/') && link !== true)
    .map(([path, entry]) => ({
      path,
      name: entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version ?? '',
      integrity: entry.integrity ?? null,
      resolved: entry.resolved ?? null,
      hasInstallScript: entry.hasInstallScript === true,
    }))
}
