import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { ApprovalSite, ApproverKey, SignedApproval } from '../approvals/index.ts'
import { approvalChallenge } from '../approvals/index.ts'

/** What may be wrong with what an authenticator says. */
export interface PasskeySaying {
  readonly challenge?: string
  readonly type?: string
  readonly origin?: string
  readonly crossOrigin?: boolean
  readonly siteId?: string
  /** Present and verified unless told otherwise (WebAuthn level 2, 6.1). */
  readonly flags?: number
}

export interface SoftwarePasskey {
  readonly key: ApproverKey
  /** As the dashboard keeps it: COSE (RFC 9053), for `es256` alone. */
  readonly cose: Buffer
  approve(text: string, saying?: PasskeySaying): SignedApproval
}

/** An authenticator without a device, true to the bytes: for one person, on one site. */
export function createSoftwarePasskey(
  person: string,
  site: ApprovalSite,
  kind: 'es256' | 'eddsa' | 'rs256' | 'es384' = 'es256',
): SoftwarePasskey {
  const { publicKey, privateKey } = makePair(kind)
  const credentialId = randomBytes(16).toString('base64url')
  return {
    key: { person, credentialId, publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') },
    get cose() {
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
      const coordinate = (label: number, value: string) =>
        Buffer.concat([Buffer.from([label, 0x58, 0x20]), Buffer.from(value, 'base64url')])
      return Buffer.concat([Buffer.from('a5010203262001', 'hex'), coordinate(0x21, x), coordinate(0x22, y)])
    },
    approve(text, saying = {}) {
      const clientData = Buffer.from(
        JSON.stringify({
          type: saying.type ?? 'webauthn.get',
          challenge: saying.challenge ?? approvalChallenge(text),
          origin: saying.origin ?? site.origins[0],
          crossOrigin: saying.crossOrigin ?? false,
        }),
      )
      const data = Buffer.concat([sha256(saying.siteId ?? site.id), Buffer.from([saying.flags ?? 0x05]), Buffer.alloc(4)])
      const signature = sign(kind === 'eddsa' ? null : 'sha256', Buffer.concat([data, sha256(clientData)]), privateKey)
      return {
        person,
        credentialId,
        authenticatorData: data.toString('base64url'),
        clientData: clientData.toString('base64url'),
        signature: signature.toString('base64url'),
      }
    },
  }
}

function makePair(kind: 'es256' | 'eddsa' | 'rs256' | 'es384'): { publicKey: KeyObject; privateKey: KeyObject } {
  if (kind === 'eddsa') return generateKeyPairSync('ed25519')
  if (kind === 'rs256') return generateKeyPairSync('rsa', { modulusLength: 2048 })
  return generateKeyPairSync('ec', { namedCurve: kind === 'es256' ? 'P-256' : 'P-384' })
}

function sha256(bytes: string | Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}
