import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { createKeyPair, type KeyPair } from '@counterfoil/audit'
import { Ed25519PublicKey, ShortText, Uuid } from '@counterfoil/protocol'
import { z } from 'zod'
import { createIdentityKeys, type IdentityKeys } from './identity-keys.ts'

/** Who this agent is, as the hub knows it. The private key never leaves its file. */
export const Identity = z.strictObject({
  agentId: Uuid,
  hubId: Uuid,
  hubUrl: z.string(),
  /** The same hub's other addresses, in order of preference. */
  otherHubUrls: z.array(z.string()).optional(),
  store: z.strictObject({ code: ShortText, name: ShortText }),
  epoch: z.int().min(1),
  publicKey: Ed25519PublicKey,
  /** PKCS #8 DER, base64. */
  privateKey: z.string().min(1),
  /** The pair before the last rotation. */
  previous: z.strictObject({ publicKey: Ed25519PublicKey, privateKey: z.string().min(1) }).optional(),
})
export type Identity = z.infer<typeof Identity>

/** Every address this agent was enrolled with, the preferred one first. */
export function enrolledAddresses({ hubUrl, otherHubUrls = [] }: Identity): readonly string[] {
  return [hubUrl, ...otherHubUrls]
}

const Keys = z.strictObject({ publicKey: Ed25519PublicKey, privateKey: z.string().min(1) })

/** The identity file of a data folder. */
export function identityPath(dataDir: string): string {
  return join(dataDir, 'identity.json')
}

/** Reads who this agent is; nothing before enrolment. Throws with what to do when the file cannot be used. */
export function readIdentity(dataDir: string): Identity | undefined {
  return readIdentityFile(identityPath(dataDir))
}

/** The same of any identity file. */
export function readIdentityFile(path: string): Identity | undefined {
  const text = readIfThere(path)
  if (text === undefined) return undefined
  const parsed = Identity.safeParse(parseJson(text))
  if (!parsed.success)
    throw new Error(`${path} is damaged and cannot be used. Put it back from a copy, or remove it and enrol this agent anew.`)
  return parsed.data
}

/** Writes the identity, readable by this user only, so that a crash leaves either the old or the new file. */
export function writeIdentity(dataDir: string, identity: Identity): void {
  writePrivate(identityPath(dataDir), identity)
  rmSync(pendingPath(dataDir), { force: true })
  // A key to come belongs to the identity before.
  rmSync(nextPath(dataDir), { force: true })
}

/** The keys of a data folder's identity; the next one waits in a file of its own until the hub has taken it. */
export function openIdentityKeys(dataDir: string, identity: Identity, file = identityPath(dataDir)): IdentityKeys {
  const path = nextKeysPath(file)
  let held = identity
  return createIdentityKeys({
    current: { publicKey: identity.publicKey, privateKey: identity.privateKey },
    previous: identity.previous,
    readNext: () => readKeys(path),
    writeNext: ({ publicKey, privateKey }) => writePrivate(path, { publicKey, privateKey }),
    promoteNext({ publicKey, privateKey }, previous) {
      held = { ...held, publicKey, privateKey, previous: { publicKey: previous.publicKey, privateKey: previous.privateKey } }
      writePrivate(file, held)
      rmSync(path, { force: true })
    },
  })
}

/** The key pair of an enrolment under way: made once and kept, so that a lost answer does not lose the key the hub has. */
export function pendingKeys(dataDir: string): KeyPair {
  const path = pendingPath(dataDir)
  const kept = readKeys(path)
  if (kept !== undefined) return kept
  const made = createKeyPair()
  writePrivate(path, { publicKey: made.publicKey, privateKey: made.privateKey })
  return made
}

/** Forgets the key of an enrolment that can no longer succeed with it; the next one makes a new key. */
export function dropPendingKeys(dataDir: string): void {
  rmSync(pendingPath(dataDir), { force: true })
}

/** Says what is wrong with the rights of the key file; nothing when only its owner may read it. */
export function identityRightsProblem(dataDir: string): string | undefined {
  const path = identityPath(dataDir)
  if (process.platform === 'win32' || !existsSync(path)) return undefined
  const mode = statSync(path).mode & 0o777
  return (mode & 0o077) === 0 ? undefined : `${path} can be read by others (mode ${mode.toString(8)}); run: chmod 600 ${path}`
}

/** The key pair that waits until the hub has taken it. */
export function readNextKeys(dataDir: string): KeyPair | undefined {
  return readKeys(nextPath(dataDir))
}

function nextPath(dataDir: string): string {
  return nextKeysPath(identityPath(dataDir))
}

/** Where the key to come of an identity file waits. */
export function nextKeysPath(file: string): string {
  return file.replace(/\.json$/, '.next.json')
}

function pendingPath(dataDir: string): string {
  return join(dataDir, 'identity.pending.json')
}

function readKeys(path: string): KeyPair | undefined {
  const text = readIfThere(path)
  const kept = text === undefined ? undefined : Keys.safeParse(parseJson(text))
  return kept?.success ? kept.data : undefined
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Written whole or not at all, and readable by this user only. */
export function writePrivate(path: string, value: object): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.draft`
  rmSync(draft, { force: true })
  const file = openSync(draft, 'wx', 0o600)
  try {
    writeSync(file, `${JSON.stringify(value, null, 2)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, path)
  syncFolder(dirname(path))
}

/** Without it a power cut may undo the renaming. Windows has nothing of the kind. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const opened = openSync(folder, 'r')
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}
