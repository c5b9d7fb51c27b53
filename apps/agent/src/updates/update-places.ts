import { join } from 'node:path'
import type { PlatformId } from '@counterfoil/updates'

/** Where versions lie that came from the hub: all of it in the state folder, which the service may write. */
export interface UpdatePlaces {
  readonly versions: string
  readonly wanted: string
  /** What was seen of the signed list. */
  readonly metadata: string
  /** May be emptied at any time. */
  readonly work: string
}

export function updatePlaces(state: string): UpdatePlaces {
  const work = join(state, 'updates')
  return {
    versions: join(state, 'versions'),
    wanted: join(state, 'wanted.json'),
    metadata: join(state, 'update-metadata.json'),
    work,
  }
}

/** This machine, as packages are named after it. */
export function platformId(platform: string = process.platform, arch: string = process.arch): PlatformId {
  return `${platform === 'win32' ? 'win' : platform}-${arch}` as PlatformId
}
