import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto'

/** Where passkeys are used: the relying party's id and the origins a browser may name. */
export interface ApprovalSite {
  readonly id: string
  readonly origins: readonly string[]
}

/** A passkey that may approve, and whose it is. */
export interface ApproverKey {
  readonly person: string
  /** base64url. */
  readonly credentialId: string
  /** SubjectPublicKeyInfo, DER, base64: ES256 (P-256), EdDSA (Ed25519) or RS256. */
  readonly publicKey: string
}

/** What an authenticator signed over a text (WebAuthn level 2, 7.2); all but the person in base64url. */
export interface SignedApproval {
  readonly person: string
  readonly credentialId: string
  readonly authenticatorData: string
  readonly clientData: string
  readonly signature: string
}

export type ApprovalFault =
  /** No passkey of the list, or another person's. */
  | 'unknown_approver'
  /** Made for something else: another text, or no approval at all. */
  | 'other_text'
  | 'other_site'
  /** The authenticator did not see that its holder is there and is the holder. */
  | 'not_verified'
  | 'bad_signature'
  | 'malformed'

const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04
/** Hash of the site, flags, counter (WebAuthn level 2, 6.1). */
const LEAST_DATA_BYTES = 37

/** What an authenticator is asked to sign so that a person approves a text: the text's SHA-256, base64url. */
export function approvalChallenge(text: string): string {
  return hash('sha256', text, 'buffer').toString('base64url')
}

/**
 * Whether this person's passkey approved exactly this text. Needs no server: the challenge is the text's own hash. The
 * authenticator's counter is not looked at, because whoever checks later has not seen the others; null when all is in order.
 */
export function checkApproval(
  text: string,
  approval: SignedApproval,
  site: ApprovalSite,
  members: readonly ApproverKey[],
): ApprovalFault | null {
  const member = members.find(({ person, credentialId }) => person === approval.person && credentialId === approval.credentialId)
  if (member === undefined) return 'unknown_approver'
  const clientBytes = Buffer.from(approval.clientData, 'base64url')
  const client = readClientData(clientBytes)
  const data = Buffer.from(approval.authenticatorData, 'base64url')
  if (client === undefined || data.length < LEAST_DATA_BYTES) return 'malformed'
  if (client.type !== 'webauthn.get' || client.challenge !== approvalChallenge(text)) return 'other_text'
  if (client.crossOrigin === true || !site.origins.includes(client.origin)) return 'other_site'
  if (!data.subarray(0, 32).equals(hash('sha256', site.id, 'buffer'))) return 'other_site'
  const flags = data[32] ?? 0
  if ((flags & USER_PRESENT) === 0 || (flags & USER_VERIFIED) === 0) return 'not_verified'
  const signed = Buffer.concat([data, hash('sha256', clientBytes, 'buffer')])
  return isSigned(member.publicKey, signed, Buffer.from(approval.signature, 'base64url')) ? null : 'bad_signature'
}

interface ClientData {
  readonly type: unknown
  readonly challenge: unknown
  readonly origin: string
  readonly crossOrigin?: unknown
}

function readClientData(bytes: Buffer): ClientData | undefined {
  try {
    const value = JSON.parse(bytes.toString('utf8')) as Partial<ClientData> | null
    return typeof value?.origin === 'string' ? (value as ClientData) : undefined
  } catch {
    return undefined
  }
}

function isSigned(publicKey: string, message: Buffer, signature: Buffer): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    const digest = digestOf(key)
    return digest !== undefined && verify(digest, message, key, signature)
  } catch {
    return false
  }
}

/** The hash that goes with the key; Ed25519 has its own, and undefined is for keys that are not taken. */
function digestOf(key: KeyObject): string | null | undefined {
  if (key.asymmetricKeyType === 'ed25519') return null
  if (key.asymmetricKeyType === 'rsa') return 'sha256'
  return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'sha256' : undefined
}
