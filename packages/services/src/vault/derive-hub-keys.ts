import { hkdfSync, type KeyObject } from 'node:crypto'
import { type Curve, keyIdOf, privateKeyFrom, RAW_KEY_BYTES, rawPublicKey } from './raw-keys.ts'

/** One key of the hub, with its name: hexadecimal, the beginning of the SHA-256 of its public half. */
export interface HubKey {
  readonly id: string
  readonly publicKey: Uint8Array<ArrayBuffer>
  readonly privateKey: KeyObject
}

export const hubKeyKinds = ['vault', 'commands', 'checkpoints'] as const
export type HubKeyKind = (typeof hubKeyKinds)[number]
export type HubKeys = Readonly<Record<HubKeyKind, HubKey>>

const curves: Readonly<Record<HubKeyKind, Curve>> = { vault: 'x25519', commands: 'ed25519', checkpoints: 'ed25519' }

/**
 * The hub's three keys, each from its one secret by HKDF-SHA-256 under a name of its own, so that none tells of another:
 * opening the vault (X25519), signing commands and signing checkpoints (Ed25519).
 */
export function deriveHubKeys(secret: Uint8Array): HubKeys {
  if (secret.length !== RAW_KEY_BYTES) throw new TypeError(`The hub's secret has ${RAW_KEY_BYTES} bytes, not ${secret.length}.`)
  return { vault: derive(secret, 'vault'), commands: derive(secret, 'commands'), checkpoints: derive(secret, 'checkpoints') }
}

function derive(secret: Uint8Array, kind: HubKeyKind): HubKey {
  const raw = new Uint8Array(hkdfSync('sha256', secret, '', `counterfoil hub ${kind} v1`, RAW_KEY_BYTES))
  const privateKey = privateKeyFrom(curves[kind], raw)
  const publicKey = rawPublicKey(privateKey)
  return { id: Buffer.from(keyIdOf(publicKey)).toString('hex'), publicKey, privateKey }
}
