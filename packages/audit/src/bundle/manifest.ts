import { base64, readBase64 } from '../crypto/text.ts'
import { decodeFrontier, type Frontier } from '../merkle/frontier.ts'
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '../notes/index.ts'
import { parseStrictJson } from '../strict-json.ts'
import type { LogKeyFrom } from './log-keys.ts'

export const BUNDLE_KIND = 'counterfoil.audit'
export const BUNDLE_VERSION = 1

/** What a bundle says about itself. Whoever verifies trusts none of it: all must come out of the entries and signatures. */
export interface BundleManifest {
  readonly origin: string
  /** The key in use when the bundle begins. */
  readonly logKey: VerifierKey
  /** Those that came after it within the bundle, each with the size from which it signs. */
  readonly laterLogKeys?: readonly LogKeyFrom[]
  /** Index of the first entry. */
  readonly from: number
  /** Index after the last entry: the size of the last checkpoint. */
  readonly to: number
  /** Of the `from` entries that are not in the bundle. */
  readonly frontier: Frontier
  /** ISO 8601. */
  readonly madeAt: string
  readonly witnesses: readonly { readonly name: string; readonly key: VerifierKey }[]
  /** So many witnesses must have signed a checkpoint. */
  readonly quorum: number
}

export function formatManifest(manifest: BundleManifest): string {
  const { origin, logKey, laterLogKeys = [], from, to, frontier, madeAt, witnesses, quorum } = manifest
  const text = {
    v: BUNDLE_VERSION,
    kind: BUNDLE_KIND,
    origin,
    logKey: formatVerifierKey(logKey),
    ...(laterLogKeys.length > 0 && {
      laterLogKeys: laterLogKeys.map(({ key, from: size }) => ({ key: formatVerifierKey(key), from: size })),
    }),
    from,
    to,
    frontier: frontier.hashes.map(base64),
    madeAt,
    witnesses: witnesses.map(({ name, key }) => ({ name, key: formatVerifierKey(key) })),
    quorum,
  }
  return `${JSON.stringify(text, undefined, 2)}\n`
}

/** Throws a TypeError, RangeError or SyntaxError that says what is wrong with it. */
export function parseManifest(text: string): BundleManifest {
  const fields = parseStrictJson(text) as Record<string, unknown> | null
  if (typeof fields !== 'object' || fields === null || fields.kind !== BUNDLE_KIND)
    throw new TypeError(`its kind is not "${BUNDLE_KIND}"`)
  if (fields.v !== BUNDLE_VERSION)
    throw new TypeError(`it is of version ${String(fields.v)}; this program knows ${BUNDLE_VERSION}`)
  const [from, to] = [count(fields, 'from'), count(fields, 'to')]
  if (from > to) throw new RangeError(`it begins at ${from} and ends at ${to}`)
  const hashes = list(fields, 'frontier').map((hash) => readBase64(String(hash)) ?? new Uint8Array(0))
  if (!hashes.every(({ length }) => length === 32)) throw new TypeError('a hash of its frontier cannot be read')
  return {
    origin: words(fields, 'origin'),
    logKey: parseVerifierKey(words(fields, 'logKey')),
    laterLogKeys: (fields.laterLogKeys === undefined ? [] : list(fields, 'laterLogKeys')).map((later) => {
      if (typeof later !== 'object' || later === null) throw new TypeError('a later key of the log is no object')
      const told = later as Record<string, unknown>
      return { key: parseVerifierKey(words(told, 'key')), from: count(told, 'from') }
    }),
    from,
    to,
    frontier: decodeFrontier(BigInt(from), Buffer.concat(hashes)),
    madeAt: words(fields, 'madeAt'),
    witnesses: list(fields, 'witnesses').map((witness) => {
      if (typeof witness !== 'object' || witness === null) throw new TypeError('a witness is no object')
      const { name, key } = witness as Record<string, unknown>
      return { name: String(name), key: parseVerifierKey(String(key)) }
    }),
    quorum: count(fields, 'quorum'),
  }
}

function words(fields: Record<string, unknown>, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string' || value === '') throw new TypeError(`${name} is missing`)
  return value
}

function list(fields: Record<string, unknown>, name: string): unknown[] {
  const value = fields[name]
  if (!Array.isArray(value)) throw new TypeError(`${name} is no list`)
  return value
}

function count(fields: Record<string, unknown>, name: string): number {
  const value = fields[name]
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new TypeError(`${name} is no count`)
  return value
}
