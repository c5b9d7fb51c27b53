import { createHash } from 'node:crypto'
import { Metadata, MetaFile, Root, Signature, Snapshot, TargetFile, Targets, Timestamp } from '@tufjs/models'
import type { Release } from '../release.ts'
import { type SigningKey, signBytes } from './signing-key.ts'

const SPEC = '1.0.31'

/** TUF writes whole seconds. */
function until(expires: Date): string {
  return `${expires.toISOString().slice(0, 19)}Z`
}

function signed(body: Root | Targets | Snapshot | Timestamp, keys: readonly SigningKey[]): string {
  const metadata = new Metadata(body)
  for (const key of keys) metadata.sign((bytes) => new Signature({ keyID: key.id, sig: signBytes(key, bytes) }))
  return `${JSON.stringify(metadata.toJSON(), null, 1)}\n`
}

export interface RootGiven {
  readonly version: number
  readonly expires: Date
  readonly roles: {
    readonly root: { readonly keys: readonly SigningKey[]; readonly threshold: number }
    readonly targets: { readonly keys: readonly SigningKey[]; readonly threshold: number }
    /** Of snapshot and timestamp: the only one the hub has. */
    readonly online: SigningKey
  }
  /** Of the root before, which sign the new one too. */
  readonly before?: readonly SigningKey[]
}

export function makeRoot({ version, expires, roles, before = [] }: RootGiven): string {
  const { root, targets, online } = roles
  const all = [...root.keys, ...targets.keys, online]
  const role = (keys: readonly SigningKey[], threshold: number) => ({ keyids: keys.map(({ id }) => id), threshold })
  const body = Root.fromJSON({
    _type: 'root',
    spec_version: SPEC,
    version,
    expires: until(expires),
    consistent_snapshot: true,
    keys: Object.fromEntries(all.map(({ id, key }) => [id, key.toJSON()])),
    roles: {
      root: role(root.keys, root.threshold),
      targets: role(targets.keys, targets.threshold),
      snapshot: role([online], 1),
      timestamp: role([online], 1),
    },
  })
  const signers = new Map([...root.keys, ...before].map((key) => [key.id, key]))
  return signed(body, [...signers.values()])
}

export interface RoleGiven {
  readonly version: number
  readonly expires: Date
  readonly keys: readonly SigningKey[]
}

export function makeTargets({ version, expires, keys }: RoleGiven, releases: readonly Release[]): string {
  const targets = Object.fromEntries(
    releases.map(({ path, length, sha256, manifestSha256, version: of, platform }) => [
      path,
      TargetFile.fromJSON(path, { length, hashes: { sha256 }, custom: { version: of, platform, manifestSha256 } }),
    ]),
  )
  return signed(new Targets({ version, specVersion: SPEC, expires: until(expires), targets }), keys)
}

export function makeSnapshot({ version, expires, keys }: RoleGiven, targets: string): string {
  return signed(
    new Snapshot({ version, specVersion: SPEC, expires: until(expires), meta: { 'targets.json': metaOf(targets) } }),
    keys,
  )
}

export function makeTimestamp({ version, expires, keys }: RoleGiven, snapshot: string): string {
  return signed(new Timestamp({ version, specVersion: SPEC, expires: until(expires), snapshotMeta: metaOf(snapshot) }), keys)
}

function metaOf(text: string): MetaFile {
  const version = Number(JSON.parse(text).signed.version)
  const hashes = { sha256: createHash('sha256').update(text).digest('hex') }
  return new MetaFile({ version, length: Buffer.byteLength(text), hashes })
}
