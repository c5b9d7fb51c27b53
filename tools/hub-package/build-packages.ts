import { createHash, type KeyObject } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readLock } from '../package/locked-package.ts'
import { nodeBinary } from '../package/node-binary.ts'
import { type MadeFile, writeSums } from '../package/write-sums.ts'
import type { Entry } from '../package/write-tar.ts'
import { hubArchive, hubDebianPackage } from './linux-packages.ts'
import { type FullLockEntry, neededPackages } from './needed-packages.ts'
import { assertMachine, packageEntries } from './package-entries.ts'
import { HUB_PLATFORMS, type HubPlatform } from './platforms.ts'
import { programEntries, WORKSPACES } from './program-entries.ts'

export interface HubBuildOptions {
  readonly root: string
  readonly folder: string
  readonly version: string
  readonly platforms?: readonly HubPlatform['id'][]
  readonly kinds?: readonly ('deb' | 'tar.gz')[]
  /** Of gzip; 9 unless somebody is in a hurry. */
  readonly level?: number
  /** The maker's key, which signs `SHA256SUMS`. */
  readonly signWith?: KeyObject
}

/** Compiled into the dashboard's pages, or for building and other machines only. */
const LEFT_OUT =
  /node_modules\/(@img\/.*|sharp|@next\/swc-.*|@swc\/core.*|@parcel\/watcher.*|@types\/.*|typescript|caniuse-lite|cpu-features|@mantine\/.*|@tabler\/.*|@tanstack\/.*|@fontsource-variable\/.*|chart\.js|react-chartjs-2|qrcode\.react|@trpc\/tanstack-react-query|@simplewebauthn\/browser)$/

/** Makes the packages and `SHA256SUMS` out of a built repository; returns the names of the files. */
export function buildHubPackages(options: HubBuildOptions): string[] {
  const { root, folder, version, platforms, kinds = ['deb', 'tar.gz'], level = 9 } = options
  mkdirSync(folder, { recursive: true })
  const made: MadeFile[] = []
  const keep = (name: string, bytes: Buffer) => {
    writeFileSync(join(folder, name), bytes)
    made.push({ name, sha256: createHash('sha256').update(bytes).digest('hex') })
  }
  const programs = programEntries(root)
  for (const platform of HUB_PLATFORMS) {
    if (platforms !== undefined && !platforms.includes(platform.id)) continue
    const files = versionEntries(root, version, platform, programs)
    const name = `counterfoil-${version}-${platform.id}`
    if (kinds.includes('tar.gz')) keep(`${name}.tar.gz`, hubArchive(root, name, files, level))
    if (kinds.includes('deb'))
      keep(
        `counterfoil_${version}_${platform.debian}.deb`,
        hubDebianPackage(root, { version, architecture: platform.debian }, files, level),
      )
  }
  return [...made.map(({ name }) => name), ...writeSums(folder, made, options.signWith)]
}

/** One version's folder: Node, our programs, what they import, PostgreSQL. */
function versionEntries(root: string, version: string, platform: HubPlatform, programs: readonly Entry[]): Entry[] {
  const lock = readLock<FullLockEntry>(root)
  const from = ['apps/web', 'apps/cli', ...WORKSPACES.map((name) => `packages/${name}`)]
  const packages = neededPackages(lock, platform, from, LEFT_OUT)
  const entries: Entry[] = [
    { path: 'node', mode: 0o755, bytes: nodeBinary(root, platform) },
    { path: 'version', mode: 0o644, bytes: Buffer.from(`${version}\n`) },
    ...programs,
    ...packages.flatMap((place) => packageEntries(root, place, lock[place] ?? { version: '' }, platform)),
  ]
  assertMachine(entries, platform)
  return entries
}
