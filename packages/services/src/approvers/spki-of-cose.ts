import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { cose, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers'

/**
 * A passkey's public key as everybody but WebAuthn writes it (SubjectPublicKeyInfo, DER, base64): whoever checks it needs no CBOR.
 * Null for a kind that agents do not take (RFC 9053: ES256, EdDSA and RS256 are).
 */
export function spkiOfCose(publicKey: Uint8Array): string | null {
  const jwk = jwkOf(decodeCredentialPublicKey(new Uint8Array(publicKey)))
  if (jwk === null) return null
  return createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'der', type: 'spki' }).toString('base64')
}

function jwkOf(key: ReturnType<typeof decodeCredentialPublicKey>): JsonWebKey | null {
  if (cose.isCOSEPublicKeyEC2(key) && key.get(cose.COSEKEYS.crv) === cose.COSECRV.P256)
    return { kty: 'EC', crv: 'P-256', x: text(key.get(cose.COSEKEYS.x)), y: text(key.get(cose.COSEKEYS.y)) }
  if (cose.isCOSEPublicKeyOKP(key) && key.get(cose.COSEKEYS.crv) === cose.COSECRV.ED25519)
    return { kty: 'OKP', crv: 'Ed25519', x: text(key.get(cose.COSEKEYS.x)) }
  if (cose.isCOSEPublicKeyRSA(key)) return { kty: 'RSA', n: text(key.get(cose.COSEKEYS.n)), e: text(key.get(cose.COSEKEYS.e)) }
  return null
}

function text(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('base64url')
}
