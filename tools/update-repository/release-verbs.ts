import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { VersionText } from '@counterfoil/updates'
import {
  createSigningKey,
  makeRoot,
  openRepositoryFolder,
  readSigningKey,
  type SigningKey,
  writeSigningKey,
} from '@counterfoil/updates/repository'
import { buildPrograms, versionFiles } from '../agent-package/package-files.ts'
import { PLATFORMS } from '../agent-package/platforms.ts'
import { packVersion } from './pack-version.ts'

export interface ReleasePlaces {
  /** Of the repository with the source. */
  readonly root: string
  /** Where the private keys lie: not on the hub’s machine, but for `online.pem`. */
  readonly keys: string
  /** The folder the hub gives versions from. */
  readonly to: string
  readonly now: Date
}

const ROOT_KEYS = ['root-1', 'root-2', 'root-3'] as const
const ROOT_THRESHOLD = 2
const ROOT_DAYS = 365
const DAY_MS = 86_400_000
const LEVEL = 9

/** Makes the chain’s own keys and the first root. Throws where there is one already: agents in the field know it. */
export function initRepository({ keys, to, now }: ReleasePlaces): string {
  const repository = openRepositoryFolder(to)
  if (repository.root() !== undefined) throw new Error(`${to} has a root already`)
  mkdirSync(keys, { recursive: true, mode: 0o700 })
  for (const name of [...ROOT_KEYS, 'targets', 'online']) {
    const path = join(keys, `${name}.pem`)
    if (existsSync(path)) throw new Error(`${path} is there already, and is not written over`)
    writeFileSync(path, writeSigningKey(createSigningKey()), { mode: 0o600, flag: 'wx' })
    chmodSync(path, 0o600)
  }
  repository.putRoot(makeRoot({ version: 1, expires: expiry(now), roles: rolesOf(keys) }))
  return `Keys are in ${keys}. Keep root-*.pem and targets.pem away from the hub; give it online.pem as UPDATES_KEY_FILE and ${to} as UPDATES_DIR.`
}

/** Packs a version for each platform and signs the list with it. */
export async function addVersion(
  { root, keys, to, now }: ReleasePlaces,
  version: string,
  platforms: readonly string[],
): Promise<string> {
  if (!VersionText.safeParse(version).success) throw new Error(`"${version}" is no version`)
  const repository = openRepositoryFolder(to)
  const pinned = repository.root()
  if (pinned === undefined) throw new Error(`${to} has no root yet: begin with init`)
  const programs = await buildPrograms(root, version, pinned.text)
  const work = mkdtempSync(join(tmpdir(), 'counterfoil-release-'))
  try {
    const packed = PLATFORMS.filter(({ id }) => platforms.includes(id)).map((platform) =>
      packVersion(versionFiles(root, platform, programs), version, platform.id, work, LEVEL),
    )
    if (packed.length === 0) throw new Error(`there is no platform ${platforms.join(', ')}`)
    repository.add(packed, [read(keys, 'targets')], now)
    repository.renew(read(keys, 'online'), now)
    return packed.map(({ release: { path, sha256 } }) => `${sha256}  ${path}`).join('\n')
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** What the hub does by itself where it has the key. */
export function renewList({ keys, to, now }: ReleasePlaces): string {
  return openRepositoryFolder(to).renew(read(keys, 'online'), now) ? 'The list was signed anew.' : 'The list is fresh enough.'
}

/** The next root with the keys as they are now: before the year is over, or with new files in place of keys that were lost. */
export function renewRoot({ keys, to, now }: ReleasePlaces): string {
  const repository = openRepositoryFolder(to)
  const before = repository.root()
  if (before === undefined) throw new Error(`${to} has no root yet: begin with init`)
  const version = before.version + 1
  repository.putRoot(makeRoot({ version, expires: expiry(now), roles: rolesOf(keys) }))
  return `Root ${version} is good for a year. Agents follow it when two of the keys of root ${before.version} signed it.`
}

function rolesOf(keys: string) {
  return {
    root: { keys: ROOT_KEYS.map((name) => read(keys, name)), threshold: ROOT_THRESHOLD },
    targets: { keys: [read(keys, 'targets')], threshold: 1 },
    online: read(keys, 'online'),
  }
}

function read(keys: string, name: string): SigningKey {
  return readSigningKey(readFileSync(join(keys, `${name}.pem`), 'utf8'))
}

function expiry(now: Date): Date {
  return new Date(now.getTime() + ROOT_DAYS * DAY_MS)
}
