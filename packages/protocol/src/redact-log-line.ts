import { cutCardNumbers } from './card-numbers.ts'

/** Names under which a secret could ever be logged by mistake, whatever holds them. */
const SECRET_NAMES = new Set([
  'authorization',
  'cookie',
  'setcookie',
  'password',
  'passphrase',
  'secret',
  'token',
  'privatekey',
  'signature',
  'body',
  'bodies',
  'pan',
  'track2',
  'cvv',
  'pin',
])
const CUT = '[cut]'

/** Shorter numbers are no card's. */
const LEAST_CARD_NUMBER = 1e12

/**
 * The last thing a line of a log goes through, in every process: what stands under the name of a secret is cut at any depth, and card
 * numbers are truncated in every text and number. A line that is no JSON is a text.
 */
export function redactLogLine(line: string): string {
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch {
    return cutCardNumbers(line)
  }
  const redacted = JSON.stringify(redact(parsed))
  return line.endsWith('\n') ? `${redacted}\n` : redacted
}

function redact(value: unknown): unknown {
  if (typeof value === 'string') return cutCardNumbers(value)
  if (typeof value === 'number' && Math.abs(value) >= LEAST_CARD_NUMBER) {
    const text = String(value)
    const cut = cutCardNumbers(text)
    return cut === text ? value : cut
  }
  if (Array.isArray(value)) return value.map(redact)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      cutCardNumbers(name),
      isSecretName(name) && inner !== null ? CUT : redact(inner),
    ]),
  )
}

function isSecretName(name: string): boolean {
  return SECRET_NAMES.has(name.replaceAll(/[-_]/g, '').toLowerCase())
}
