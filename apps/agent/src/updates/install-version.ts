import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  compareVersions,
  diskProblem,
  KeptMetadata,
  NOTHING_KEPT,
  type Refreshed,
  type Release,
  refreshMetadata,
  UpdateProblem,
} from '@counterfoil/updates'
import { downloadArchive } from './download-archive.ts'
import type { FromHub } from './fetch-from-hub.ts'
import { unpackVersion } from './unpack-version.ts'
import { platformId, updatePlaces } from './update-places.ts'
import { syncFolder, writeWhole } from './write-whole.ts'

export interface InstallOptions {
  readonly state: string
  readonly pinnedRoot: string | undefined
  readonly fromHub: FromHub
  /** The later of this machine’s time and the hub’s. */
  readonly now: Date
  /** The version that runs; it and those of `keep` stay on the disk. */
  readonly running: string
  readonly keep: readonly string[]
  /** Runs the unpacked version’s own check; rejects with what it says. */
  readonly selfTest: (folder: string) => Promise<void>
  readonly signal: AbortSignal
}

export interface Wish {
  readonly version: string
  /** Of the archive, as people approved it. */
  readonly sha256: string
}

/**
 * Puts a newer version beside the running one: list, archive, folder, its own check. Cut at any step it may be asked for again, and
 * whatever runs goes on running: the folder gets its name last. Throws `UpdateProblem`.
 */
export async function installVersion(wish: Wish, options: InstallOptions): Promise<void> {
  const { state, running, selfTest } = options
  const places = updatePlaces(state)
  if (compareVersions(wish.version, running) <= 0)
    throw new UpdateProblem(
      'older_version',
      `Version ${wish.version} is not newer than ${running}, which runs: going back is asked for otherwise.`,
    )
  try {
    await mkdir(places.work, { recursive: true, mode: 0o700 })
    await mkdir(places.versions, { recursive: true, mode: 0o700 })
    const { release, proof } = await findRelease(wish, options)
    const folder = join(places.versions, wish.version)
    await tidy(state, [running, wish.version, ...options.keep], release)
    if (existsSync(folder) && (await passes(folder, selfTest))) return
    const archive = await downloadArchive(release, places.work, options.fromHub, options.signal)
    const fresh = `${folder}.new`
    await unpackVersion(archive, fresh, release, proof)
    await selfTest(fresh)
    await rm(folder, { recursive: true, force: true })
    await rename(fresh, folder)
    await syncFolder(places.versions)
    await rm(archive, { force: true })
  } catch (error) {
    throw error instanceof UpdateProblem ? error : diskProblem(error)
  }
}

async function findRelease(
  { version, sha256 }: Wish,
  { state, pinnedRoot, fromHub, now }: InstallOptions,
): Promise<Pick<Refreshed, 'proof'> & { readonly release: Release }> {
  if (pinnedRoot === undefined)
    throw new UpdateProblem(
      'no_root',
      'This agent was packaged without the chain’s root of trust: it takes no versions from the hub.',
    )
  const places = updatePlaces(state)
  const scratch = await mkdtemp(join(places.work, 'list-'))
  try {
    const download = (name: string, maxBytes: number) => fromHub.read(`metadata/${name}`, maxBytes)
    const refreshed = await refreshMetadata({ pinnedRoot, kept: readKept(places.metadata), scratch, download, now })
    await writeWhole(places.metadata, JSON.stringify(refreshed.kept))
    const release = await refreshed.find(version, platformId())
    if (release.sha256 !== sha256)
      throw new UpdateProblem('wrong_content', `Version ${version} on the signed list is not the one that was approved.`)
    return { release, proof: refreshed.proof }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Unreadable, it begins again at the pinned root: what that costs is the memory of older lists, never a wrong signature. */
function readKept(path: string): KeptMetadata {
  try {
    return KeptMetadata.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return NOTHING_KEPT
  }
}

/** What earlier tries left, and versions nobody goes back to. */
async function tidy(state: string, keep: readonly string[], release: Release): Promise<void> {
  const { versions, work } = updatePlaces(state)
  for (const name of await readdir(work))
    if (name !== `${release.sha256}.part`) await rm(join(work, name), { recursive: true, force: true })
  for (const name of await readdir(versions))
    if (!keep.includes(name)) await rm(join(versions, name), { recursive: true, force: true })
}

async function passes(folder: string, selfTest: (folder: string) => Promise<void>): Promise<boolean> {
  return selfTest(folder).then(
    () => true,
    () => false,
  )
}
