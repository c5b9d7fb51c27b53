import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Metadata, MetadataKind } from '@tufjs/models'
import { type Release, readRelease } from '../release.ts'
import { makeSnapshot, makeTargets, makeTimestamp } from './make-metadata.ts'
import type { SigningKey } from './signing-key.ts'

const DAY_MS = 86_400_000
/** A hub that is held back shows after a week at the latest. */
const TIMESTAMP_DAYS = 7
const SNAPSHOT_DAYS = 30
export const TARGETS_DAYS = 365
/** Renewed when less than half of its time is left. */
const RENEW_AT = 0.5

/** The folder agents are given versions from: `metadata/` and `targets/`, as TUF names their files. */
export interface RepositoryFolder {
  /** The newest of the signed list, as it stands. Throws where there is no repository. */
  releases(): Release[]
  /** The newest root; undefined before there is one. */
  root(): { readonly version: number; readonly text: string } | undefined
  /** Writes a first or a newer root; a root never changes. */
  putRoot(text: string): void
  /** Puts the archives there and signs the list with them; those of the same name are replaced, as no agent would take them otherwise. */
  add(archives: readonly { readonly release: Release; readonly file: string }[], keys: readonly SigningKey[], now: Date): void
  /** Signs the list anew as it is; true when something was written. All that the hub’s own key can do. */
  renew(online: SigningKey, now: Date, force?: boolean): boolean
}

export function openRepositoryFolder(folder: string): RepositoryFolder {
  const metadata = join(folder, 'metadata')
  const targetsFolder = join(folder, 'targets')
  const place = (name: string) => join(metadata, name)
  const read = (name: string) => (existsSync(place(name)) ? readFileSync(place(name), 'utf8') : undefined)

  function newest(role: 'root' | 'targets' | 'snapshot'): { readonly version: number; readonly text: string } | undefined {
    if (!existsSync(metadata)) return undefined
    const versions = readdirSync(metadata).flatMap((name) => {
      const found = new RegExp(`^(\\d+)\\.${role}\\.json$`).exec(name)
      return found === null ? [] : [Number(found[1])]
    })
    if (versions.length === 0) return undefined
    const version = Math.max(...versions)
    return { version, text: read(`${version}.${role}.json`) ?? '' }
  }

  function put(name: string, text: string): void {
    mkdirSync(metadata, { recursive: true })
    writeWhole(place(name), text)
  }

  function releases(): Release[] {
    const targets = newest('targets')
    if (targets === undefined) return []
    const list = Metadata.fromJSON(MetadataKind.Targets, JSON.parse(targets.text)).signed.targets
    return Object.values(list).map(readRelease)
  }

  return {
    releases,
    root: () => newest('root'),
    putRoot(text) {
      const { version } = JSON.parse(text).signed
      if (read(`${version}.root.json`) !== undefined)
        throw new Error(`There is a root ${version} already: the next one has the next number.`)
      put(`${version}.root.json`, text)
    },
    add(archives, keys, now) {
      mkdirSync(targetsFolder, { recursive: true })
      for (const { release, file } of archives) {
        const to = join(targetsFolder, `${release.sha256}.${release.path}`)
        copyFileSync(file, `${to}.draft`)
        renameSync(`${to}.draft`, to)
      }
      const added = new Map(archives.map(({ release }) => [release.path, release]))
      const all = [...releases().filter(({ path }) => !added.has(path)), ...added.values()]
      const version = (newest('targets')?.version ?? 0) + 1
      put(`${version}.targets.json`, makeTargets({ version, expires: after(now, TARGETS_DAYS), keys }, all))
    },
    renew(online, now, force = false) {
      const targets = newest('targets')
      if (targets === undefined) return false
      const snapshot = newest('snapshot')
      const timestamp = read('timestamp.json')
      const lists = snapshot === undefined ? 0 : Number(JSON.parse(snapshot.text).signed.meta['targets.json'].version)
      const snapshotDue = force || lists !== targets.version || isDue(snapshot?.text, SNAPSHOT_DAYS, now)
      let shown = snapshot?.text ?? ''
      if (snapshotDue) {
        const version = (snapshot?.version ?? 0) + 1
        shown = makeSnapshot({ version, expires: after(now, SNAPSHOT_DAYS), keys: [online] }, targets.text)
        put(`${version}.snapshot.json`, shown)
      }
      if (!snapshotDue && !isDue(timestamp, TIMESTAMP_DAYS, now)) return false
      const version = (timestamp === undefined ? 0 : Number(JSON.parse(timestamp).signed.version)) + 1
      put('timestamp.json', makeTimestamp({ version, expires: after(now, TIMESTAMP_DAYS), keys: [online] }, shown))
      return true
    },
  }
}

function after(now: Date, days: number): Date {
  return new Date(now.getTime() + days * DAY_MS)
}

function isDue(text: string | undefined, days: number, now: Date): boolean {
  if (text === undefined) return true
  return Date.parse(JSON.parse(text).signed.expires) - now.getTime() < days * DAY_MS * RENEW_AT
}

/** An agent that asks meanwhile sees the old one or the new one. */
function writeWhole(path: string, text: string): void {
  const draft = `${path}.draft`
  writeFileSync(draft, text)
  const file = openSync(draft, 'r')
  fsyncSync(file)
  closeSync(file)
  renameSync(draft, path)
}
