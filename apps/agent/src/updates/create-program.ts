import { join } from 'node:path'
import type { HubPathsStatus } from '../link/describe-paths.ts'
import type { HubTransport } from '../link/hub-transport.ts'
import { AGENT_VERSION } from '../version.ts'
import { createFromHub } from './fetch-from-hub.ts'
import { goToVersion, type LauncherPlaces } from './go-to-version.ts'
import { installVersion } from './install-version.ts'
import { PINNED_ROOT } from './pinned-root.ts'
import { selfTest } from './self-test.ts'
import type { ProgramPowers } from './update-desk.ts'
import { updatePlaces } from './update-places.ts'
import { readInstalledStamp, readStateWanted } from './wanted-file.ts'

export interface ProgramOptions extends LauncherPlaces {
  readonly instead?: { readonly version: string; readonly why: string }
  /** Of the hub, the one in use first. */
  readonly addresses: () => readonly string[]
  readonly transport: HubTransport
  readonly nowMs: () => number
  readonly hubNowMs: () => number
  /** Ends a download. */
  readonly stop: AbortSignal
}

/** An agent’s hands on its own versions, beside its launcher’s. */
export function createProgram(options: ProgramOptions): ProgramPowers {
  const { lib, state, instead, nowMs, hubNowMs } = options
  const fromHub = createFromHub(options.addresses, options.transport)
  return {
    install: (wish) =>
      installVersion(wish, {
        state,
        pinnedRoot: PINNED_ROOT,
        fromHub,
        now: new Date(Math.max(nowMs(), hubNowMs())),
        running: AGENT_VERSION,
        keep: [readStateWanted(updatePlaces(state).wanted)?.version ?? AGENT_VERSION],
        selfTest,
        signal: options.stop,
      }),
    goTo: (version) => goToVersion({ lib, state }, version, new Date(nowMs()).toISOString()),
    isWanted(version) {
      const wanted = readStateWanted(updatePlaces(state).wanted)
      return wanted?.version === version && wanted.over === readInstalledStamp(join(lib, 'wanted'))
    },
    ...(instead !== undefined && { returned: instead }),
  }
}

/** The hub’s addresses, the one that serves now before the others. */
export function inUseFirst(addresses: readonly string[], pathsNow: string | undefined): readonly string[] {
  if (pathsNow === undefined) return addresses
  const { current, paths } = JSON.parse(pathsNow) as HubPathsStatus
  const used = paths[current]?.address
  return used === undefined ? addresses : [used, ...addresses.filter((address) => address !== used)]
}
