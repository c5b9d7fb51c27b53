import { type Document, isMap, isNode, type LineCounter, type ParsedNode } from 'yaml'
import type { z } from 'zod'

/** One thing wrong with the config file. */
export interface ConfigProblem {
  readonly line: number
  /** e.g. `terminals[1].serial.baudRate`; empty for the file as a whole. */
  readonly path: string
  readonly message: string
}

type Path = readonly PropertyKey[]

/** `['terminals', 1, 'key']` → `terminals[1].key`. */
export function pathText(path: Path): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`)).join('')
}

/** Line of the deepest part of `path` the file has; what is missing is missing where its parent stands. */
export function lineOf(document: Document.Parsed, lines: LineCounter, path: Path): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(keyStart(document, path.slice(0, length), node as ParsedNode)).line
  }
  return 1
}

/** A map's value starts on the next line, so the key itself is what a person looks for. */
function keyStart(document: Document.Parsed, path: Path, node: ParsedNode): number {
  const parent = path.length > 0 ? document.getIn(path.slice(0, -1), true) : undefined
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isNode(item.key) && String(item.key) === String(path.at(-1)))
    if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0]
  }
  return node.range[0]
}

/** Turns zod's issues into sentences with lines; unknown names get the nearest known one. */
export function explainIssues(
  issues: readonly z.core.$ZodIssue[],
  document: Document.Parsed,
  lines: LineCounter,
): ConfigProblem[] {
  return issues.flatMap((issue): ConfigProblem[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => {
        const near = nearestName(key)
        return {
          line: lineOf(document, lines, [...issue.path, key]),
          path: pathText([...issue.path, key]),
          message: `is not known here${near === undefined || near === key ? '; remove it' : `; did you mean ${near}?`}`,
        }
      })
    }
    const missing = issue.code === 'invalid_type' && document.getIn(issue.path) === undefined
    return [
      {
        line: lineOf(document, lines, issue.path),
        path: pathText(issue.path),
        message: missing ? `is missing; it ${finish(issue.message)}` : finish(issue.message),
      },
    ]
  })
}

/** zod's own messages are sentences of their own; ours finish one. */
function finish(message: string): string {
  return /^(must|is|may|has|cannot)\b/.test(message) ? message : `is wrong: ${message}`
}

const NAMES = [
  'name',
  'hub',
  'url',
  'urls',
  'caFile',
  'pin',
  'proxy',
  'dataDir',
  'log',
  'level',
  'terminals',
  'key',
  'lane',
  'protocol',
  'label',
  'note',
  'serial',
  'path',
  'usb',
  'location',
  'serial',
  'baudRate',
  'dataBits',
  'parity',
  'stopBits',
  'tcp',
  'host',
  'port',
  'settings',
  'tillApi',
  'localPage',
  'tls',
  'cert',
  'allowedHosts',
  'allowedOrigins',
  'tills',
  'tokenSha256',
  'tokenFile',
  'lanes',
]

function nearestName(name: string): string | undefined {
  const scored = NAMES.map((known) => ({
    known,
    distance: editDistance(name.toLowerCase().replaceAll(/[_-]/g, ''), known.toLowerCase()),
  }))
  const best = scored.reduce((a, b) => (b.distance < a.distance ? b : a))
  return best.distance <= Math.max(1, Math.floor(best.known.length / 3)) ? best.known : undefined
}

/** Levenshtein's distance: letters to add, drop or change. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
