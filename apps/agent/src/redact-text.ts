import { cutCardNumbers } from '@counterfoil/protocol'

const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[private key removed]'],
  // An Ed25519 key as identity.json holds it: PKCS #8 always begins so.
  [/MC4CAQAwBQYDK2Vw[A-Za-z0-9+/=]*/g, '[private key removed]'],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]+/gi, '$1 [removed]'],
  [/(:\/\/)[^/\s@"']*:[^/\s@"']*@/g, '$1[removed]@'],
  [
    /((?:private_?key|token(?:sha256|file)?|pass(?:word|wd|phrase)?|secret|authorization|signature)["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;}]+)/gi,
    '$1[removed]',
  ],
]

/** A text that may leave this machine: no key, no password, no token, and of card numbers what PCI DSS lets show. */
export function redactText(text: string): string {
  return cutCardNumbers(SECRETS.reduce((kept, [pattern, instead]) => kept.replace(pattern, instead), text))
}
