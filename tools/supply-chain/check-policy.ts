import { satisfies } from 'semver'
import type { LockedPackage } from './read-lock.ts'

export interface Advisory {
  readonly package: string
  readonly id: string
  readonly severity: 'low' | 'moderate' | 'high' | 'critical'
  /** A semver range. */
  readonly affected: string
  readonly what: string
}

export interface AdvisoryList {
  /** The day somebody last looked at the sources, `YYYY-MM-DD`. */
  readonly checkedOn: string
  readonly advisories: readonly Advisory[]
}

export interface Policy {
  readonly packages: readonly LockedPackage[]
  readonly advisories: AdvisoryList
  readonly knownInstallScripts: Readonly<Record<string, string>>
  /** Lines of `.npmrc`. */
  readonly npmrc: readonly string[]
  readonly today: Date
}

export interface PolicyReport {
  /** What the policy forbids. */
  readonly violations: readonly string[]
  /** What somebody has to decide on: known flaws, a list that nobody looked at for long. */
  readonly warnings: readonly string[]
}

/** PCI DSS 6.3.3 gives critical flaws a month; a list older than that hides one. */
const OLDEST_LIST_DAYS = 30

/** Holds the lock file to the rules: all with SHA-512, all from a registry, no script that nobody has looked at, no known flaw. */
export function checkPolicy({ packages, advisories, knownInstallScripts, npmrc, today }: Policy): PolicyReport {
  const violations: string[] = []
  if (!npmrc.includes('ignore-scripts=true'))
    violations.push('.npmrc does not say ignore-scripts=true: install scripts would run')
  for (const { path, name, version, integrity, resolved, hasInstallScript } of packages) {
    if (!integrity?.startsWith('sha512-')) violations.push(`${path} (${version}) has no SHA-512 in the lock file`)
    if (resolved !== null) violations.push(`${path} (${version}) names where it comes from: ${resolved}`)
    if (hasInstallScript && !Object.hasOwn(knownInstallScripts, name))
      violations.push(`${name} ${version} brings an install script nobody has looked at: tools/supply-chain/install-scripts.ts`)
  }
  for (const name of Object.keys(knownInstallScripts)) {
    if (!packages.some((one) => one.name === name && one.hasInstallScript))
      violations.push(`${name} is named in tools/supply-chain/install-scripts.ts but brings no install script`)
  }
  return { violations, warnings: [...flawsIn(packages, advisories.advisories), ...ageOf(advisories, today)] }
}

function flawsIn(packages: readonly LockedPackage[], advisories: readonly Advisory[]): string[] {
  return packages.flatMap(({ name, version }) =>
    advisories
      // Pre-releases of an affected version are affected.
      .filter((one) => one.package === name && satisfies(version, one.affected, { includePrerelease: true }))
      .map(({ id, severity, what, affected }) => `${name} ${version}: ${id} (${severity}), ${what}; affected: ${affected}`),
  )
}

function ageOf({ checkedOn }: AdvisoryList, today: Date): string[] {
  const days = Math.floor((today.getTime() - Date.parse(`${checkedOn}T00:00:00Z`)) / 86_400_000)
  if (Number.isNaN(days)) return [`the advisory list says it was checked on "${checkedOn}", which is no day`]
  if (days <= OLDEST_LIST_DAYS) return []
  return [
    `the advisory list was checked ${days} days ago: look for new ones and set checkedOn in tools/supply-chain/advisories.json`,
  ]
}
