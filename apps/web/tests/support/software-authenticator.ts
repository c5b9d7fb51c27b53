import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** What an authenticator is told by a page, as far as one reads it. */
interface Asked {
  readonly challenge: string
  readonly rp?: { readonly id?: string }
  readonly rpId?: string
}

/** Where this ceremony is to differ from an honest one. */
export interface Twist {
  readonly origin?: string
  readonly rpId?: string
  readonly challenge?: string
  readonly userVerified?: boolean
  readonly userPresent?: boolean
  readonly crossOrigin?: boolean
  readonly type?: string
  /** Instead of counting on. */
  readonly count?: number
  readonly signWith?: KeyObject
}

/** A WebAuthn authenticator in software: one ES256 credential, real bytes and real signatures (WebAuthn level 2, 6). */
export function createAuthenticator(origin: string, { counting = true } = {}) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const credentialId = randomBytes(32)
  let count = 0

  function ceremony(type: string, asked: Asked, rpId: string | undefined, twist: Twist, attested: Buffer) {
    if (counting) count += 1
    const clientData = Buffer.from(
      JSON.stringify({
        type: twist.type ?? type,
        challenge: twist.challenge ?? asked.challenge,
        origin: twist.origin ?? origin,
        crossOrigin: twist.crossOrigin ?? false,
      }),
    )
    const present = (twist.userPresent ?? true) ? 0x01 : 0
    const verified = (twist.userVerified ?? true) ? 0x04 : 0
    const head = Buffer.alloc(5)
    head[0] = present | verified | (attested.length === 0 ? 0 : 0x40)
    head.writeUInt32BE(twist.count ?? count, 1)
    const authData = Buffer.concat([sha256(twist.rpId ?? rpId ?? ''), head, attested])
    return { clientData, authData }
  }

  const id = credentialId.toString('base64url')
  return {
    id,
    /** Makes the credential, as `navigator.credentials.create` would. */
    create(asked: Asked, twist: Twist = {}) {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(credentialId.length)
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, coseKey(publicKey)])
      const { clientData, authData } = ceremony('webauthn.create', asked, asked.rp?.id, twist, attested)
      const attestationObject = cborMap([
        [cborText('fmt'), cborText('none')],
        [cborText('attStmt'), cborMap([])],
        [cborText('authData'), cborBytes(authData)],
      ])
      const response = {
        clientDataJSON: encode(clientData),
        attestationObject: encode(attestationObject),
        transports: ['internal'],
      }
      return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }
    },
    /** Signs, as `navigator.credentials.get` would. */
    get(asked: Asked, twist: Twist = {}) {
      const { clientData, authData } = ceremony('webauthn.get', asked, asked.rpId, twist, Buffer.alloc(0))
      const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), twist.signWith ?? privateKey)
      const response = {
        clientDataJSON: encode(clientData),
        authenticatorData: encode(authData),
        signature: encode(signature),
        userHandle: null,
      }
      return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }
    },
  }
}

const encode = (bytes: Buffer) => bytes.toString('base64url')
const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest()

/** RFC 9053, 7.1.1: an elliptic curve key with two coordinates, for ES256. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  return cborMap([
    [cborInt(1), cborInt(2)],
    [cborInt(3), cborInt(-7)],
    [cborInt(-1), cborInt(1)],
    [cborInt(-2), cborBytes(Buffer.from(x, 'base64url'))],
    [cborInt(-3), cborBytes(Buffer.from(y, 'base64url'))],
  ])
}

/** RFC 8949, 3: a major type and a number below 65,536. */
function cborHead(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value])
  if (value < 256) return Buffer.from([(major << 5) | 24, value])
  return Buffer.from([(major << 5) | 25, value >> 8, value & 0xff])
}

const cborInt = (value: number) => (value < 0 ? cborHead(1, -1 - value) : cborHead(0, value))
const cborBytes = (bytes: Buffer) => Buffer.concat([cborHead(2, bytes.length), bytes])
const cborText = (text: string) => Buffer.concat([cborHead(3, Buffer.byteLength(text)), Buffer.from(text)])
const cborMap = (pairs: readonly (readonly [Buffer, Buffer])[]) => Buffer.concat([cborHead(5, pairs.length), ...pairs.flat()])
