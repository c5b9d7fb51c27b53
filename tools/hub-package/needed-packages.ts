import type { LockEntry } from '../package/locked-package.ts'
import type { HubPlatform } from './platforms.ts'

export interface FullLockEntry extends LockEntry {
  readonly link?: boolean
  readonly resolved?: string
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** What `npm install` would give the programs on `platform`: places in the lock, e.g. `node_modules/zod`. */
export function neededPackages(
  lock: Readonly<Record<string, FullLockEntry>>,
  { cpu }: Pick<HubPlatform, 'cpu'>,
  workspaces: readonly string[],
  leaveOut: RegExp,
): readonly string[] {
  const found = new Set<string>()
  const visit = (place: string) => {
    const entry = lock[place]
    if (entry === undefined || found.has(place) || leaveOut.test(place)) return
    if (entry.link === true) return visit(entry.resolved ?? '')
    if (entry.os?.includes('linux') === false || entry.cpu?.includes(cpu) === false || entry.libc?.includes('glibc') === false)
      return
    found.add(place)
    for (const name of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
      const inner = whereIs(lock, place, name)
      if (inner !== undefined) visit(inner)
    }
  }
  for (const workspace of workspaces) visit(workspace)
  return [...found].filter((place) => place.includes('node_modules/')).sort()
}

/** As Node looks for it: in the folder itself, then in each above. */
function whereIs(lock: Readonly<Record<string, unknown>>, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (lock[place] !== undefined) return place
    if (folder === '') return undefined
  }
}
