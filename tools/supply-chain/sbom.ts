import { spawnSync } from 'node:child_process'
import type { LockedPackage } from './read-lock.ts'

export interface Sbom {
  readonly bomFormat: string
  readonly specVersion: string
  readonly components: readonly { readonly group?: string; readonly name: string; readonly version: string }[]
}

/** The inventory of PCI DSS 6.3.2 as CycloneDX, made by npm from the lock file alone. Throws with npm's own words. */
export function makeSbom(root: string): { readonly text: string; readonly sbom: Sbom } {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const made = spawnSync(npm, ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  })
  if (made.error !== undefined) throw made.error
  if (made.status !== 0) throw new Error(`npm sbom failed:\n${made.stderr.trim()}`)
  return { text: made.stdout, sbom: JSON.parse(made.stdout) as Sbom }
}

/** Packages of the lock file that the inventory does not list. */
export function findUnlisted({ components }: Sbom, packages: readonly LockedPackage[]): string[] {
  const listed = new Set(
    components.map(({ group, name, version }) => `${group === undefined ? '' : `${group}/`}${name}@${version}`),
  )
  return packages.map(({ name, version }) => `${name}@${version}`).filter((one) => !listed.has(one))
}
