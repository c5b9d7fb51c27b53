import { cutCardNumbers } from '@counterfoil/protocol'

export const REMOVED = '[removed]'

/** Names of what nobody else may read, in configs, JSON and logs. */
const SECRET = 'private[_-]?key|token(?:sha256|file)?|pass(?:word|wd|phrase|code)|secret|authorization|signature'
export const SECRET_KEY = new RegExp(SECRET, 'i')

const ANYWHERE: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[private key removed]'],
  // An Ed25519 key as identity.json holds it: PKCS #8 always begins so.
  [/MC4CAQAwBQYDK2Vw[A-Za-z0-9+/=]*/g, '[private key removed]'],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]+/gi, `$1 ${REMOVED}`],
  // Up to the last @ before the path; where a name and a colon begin it, up to the last @ at all: people write passwords as they are.
  [/(:\/\/)(?:[^\s"/?#:@]+:[^\s"]*|[^\s"/?#]*)@/g, `$1${REMOVED}@`],
]

/** A quoted value ends where its quote does; of any other nobody knows the end, so all of the line goes. */
const NAMED = new RegExp(
  `((?:${SECRET})[\\w-]*\\\\?["']?\\s*[:=]\\s*)("(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\n]|'')*'(?!')|(?!\\s*$)[^\\n]+)`,
  'gi',
)
/** A line that is a key and its value; what is indented below belongs to it. */
const KEY_LINE = new RegExp(`^(\\s*(?:- +)*)["']?[\\w.-]*(?:${SECRET})[\\w-]*["']?\\s*:(?=\\s|$)`, 'i')

/** A text that may leave this machine: no key, no password, no token, and of card numbers what PCI DSS lets show. */
export function redactText(text: string): string {
  const whole = ANYWHERE.reduce((kept, [pattern, instead]) => kept.replace(pattern, instead), text)
  const lines: string[] = []
  let below: number | undefined
  for (const line of whole.split('\n')) {
    if (below !== undefined && (line.trim() === '' ? lines.length > 0 : indentOf(line) > below)) {
      if (line.trim() === '') lines.push(line)
      continue
    }
    const key = KEY_LINE.exec(line)
    below = key === null ? undefined : (key[1] ?? '').length
    lines.push(redactJson(line) ?? redactLine(line, key?.[0]))
  }
  return cutCardNumbers(lines.join('\n'))
}

/** The same value with secrets blanked by their keys, however deep they lie. */
export function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value)
  if (Array.isArray(value)) return value.map(redactValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [key, SECRET_KEY.test(key) && held !== null ? REMOVED : redactValue(held)]),
  )
}

function redactLine(line: string, key: string | undefined): string {
  // JSON over several lines goes on after the value.
  if (key !== undefined && !key.trimStart().startsWith('"')) return line.trim() === key.trim() ? line : `${key} ${REMOVED}`
  return line.replace(NAMED, `$1${REMOVED}`)
}

/** A log's line or a document on one line; nothing when it is no JSON. */
function redactJson(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.stringify(redactValue(JSON.parse(line)))
  } catch {
    return undefined
  }
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}
