import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { checkInstalled } from '../updates/check-installed.ts'
import { updatePlaces } from '../updates/update-places.ts'
import { readInstalledStamp, readStateWanted } from '../updates/wanted-file.ts'

/** What the last installation or update wants to run. Installing a version again makes another stamp, and so another try. */
export interface Wanted {
  readonly version: string
  readonly stamp: string
}

/** The versions that are there: the program's own folder, which whoever runs the agent may not write, and what the hub sent. */
export interface Installation {
  wanted(): Wanted | undefined
  /** Whether it is there and may be started. */
  has(version: string): boolean
  /** The one that was installed by hand, if it is there. */
  installed(): string | undefined
  folder(version: string): string
  /** Before each start: every byte of what the hub sent is looked at again, for the service could have changed it since. */
  lookAgain(): void
}

export interface InstallationGiven {
  readonly lib: string
  readonly state: string
  readonly pinnedRoot: string | undefined
  /** Told of a version from the hub that is not started, each time it was looked at. */
  readonly refused: (version: string, error: unknown) => void
}

export function openInstallation({ lib, state, pinnedRoot, refused }: InstallationGiven): Installation {
  const fromHub = updatePlaces(state)
  const inLib = (version: string) => join(lib, 'versions', version)
  const inState = (version: string) => join(fromHub.versions, version)
  const isThere = (folder: string) => existsSync(join(folder, 'agent.mjs'))
  /** Looked at once between two starts; a folder put in its place is another one. */
  const looked = new Map<string, boolean>()

  function isSigned(version: string): boolean {
    const folder = inState(version)
    if (!isThere(folder)) return false
    const { ino, ctimeMs } = statSync(folder)
    const key = `${version} ${ino} ${ctimeMs}`
    const known = looked.get(key)
    if (known !== undefined) return known
    let signed = true
    try {
      checkInstalled(folder, version, pinnedRoot)
    } catch (error) {
      signed = false
      refused(version, error)
    }
    looked.set(key, signed)
    return signed
  }

  const has = (version: string) => VERSION.test(version) && (isThere(inLib(version)) || isSigned(version))

  function byHand(): Wanted | undefined {
    const stamp = readInstalledStamp(join(lib, 'wanted'))
    const [version = ''] = stamp.split(' ')
    return version === '' ? undefined : { version, stamp }
  }

  return {
    wanted() {
      const installed = byHand()
      const update = readStateWanted(fromHub.wanted)
      return update !== undefined && update.over === (installed?.stamp ?? '') ? update : installed
    },
    has,
    installed() {
      const version = byHand()?.version
      return version !== undefined && isThere(inLib(version)) ? version : undefined
    },
    lookAgain: () => looked.clear(),
    folder: (version) => (isThere(inLib(version)) ? inLib(version) : inState(version)),
  }
}

/** What comes out of a file the service may write is a name, and no way to another place. */
const VERSION = /^[0-9A-Za-z][0-9A-Za-z.+~-]{0,60}$/
