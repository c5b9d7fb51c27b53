import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { diskProblem, UpdateProblem } from '@counterfoil/updates'
import { updatePlaces } from './update-places.ts'
import { readInstalledStamp } from './wanted-file.ts'
import { writeWhole } from './write-whole.ts'

export interface LauncherPlaces {
  /** The program’s own folder, which only an administrator writes. */
  readonly lib: string
  readonly state: string
}

/** Whether the launcher could start it. */
export function isInstalled({ lib, state }: LauncherPlaces, version: string): boolean {
  return [join(lib, 'versions'), updatePlaces(state).versions].some((folder) => existsSync(join(folder, version, 'agent.mjs')))
}

/** Has the launcher change over, once no payment is under way. `stamp` is another with every try. Throws `UpdateProblem`. */
export async function goToVersion(places: LauncherPlaces, version: string, stamp: string): Promise<void> {
  if (!isInstalled(places, version))
    throw new UpdateProblem('not_installed', `Version ${version} is not on this machine (any more): it has to be fetched.`)
  const over = readInstalledStamp(join(places.lib, 'wanted'))
  try {
    await writeWhole(updatePlaces(places.state).wanted, JSON.stringify({ version, stamp: `${version} ${stamp}`, over }))
  } catch (error) {
    throw diskProblem(error)
  }
}
