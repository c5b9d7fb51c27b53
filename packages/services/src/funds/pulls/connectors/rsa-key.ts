import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'

const LONGEST_PEM = 16_384
const SMALLEST_RSA_BITS = 2_048

/** Of at least 2,048 bits; null for anything else. */
function rsa(read: () => KeyObject): KeyObject | null {
  try {
    const key = read()
    return key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= SMALLEST_RSA_BITS ? key : null
  } catch {
    return null
  }
}

/** Providers hand keys out as bare Base64 too, without the lines around it. */
function framed(text: string, label: string): string {
  const bare = text.replaceAll(/\s/g, '')
  if (!/^[A-Za-z0-9+/]+=*$/.test(bare)) return text
  return `-----BEGIN ${label}-----\n${bare.replaceAll(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`
}

/** Our own key towards a provider, as it is signed with; without a passphrase. */
export const RsaPrivateKey = z
  .string()
  .max(LONGEST_PEM)
  .transform((text) => framed(text, 'PRIVATE KEY'))
  .refine((pem) => rsa(() => createPrivateKey(pem)) !== null, 'an RSA private key of at least 2,048 bits, without a passphrase')

/** A provider’s key or certificate, as its answers are checked with; kept as a public key. */
export const RsaPublicKey = z
  .string()
  .max(LONGEST_PEM)
  .transform((text, issue) => {
    const key = rsa(() => createPublicKey(framed(text, 'PUBLIC KEY')))
    if (key !== null) return key.export({ format: 'pem', type: 'spki' }) as string
    issue.addIssue({ code: 'custom', message: 'an RSA public key or certificate of at least 2,048 bits' })
    return z.NEVER
  })
