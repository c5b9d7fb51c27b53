import { isAscii, isUtf8 } from 'node:buffer'
import { MOST_ENTRY_BYTES } from '../audit-entry.ts'
import { isCanonical } from '../is-canonical.ts'

/** What the verifier looks at in an entry, besides its bytes. */
export interface ReadEntry {
  readonly id: string
  readonly action: string
  readonly ts?: unknown
  readonly target?: unknown
  readonly after?: unknown
  readonly personal?: Readonly<Record<string, unknown>>
}

/** Tells once for a whole block how its lines are turned into text; undefined when it is not UTF-8. */
export function encodingOf(block: Uint8Array): 'latin1' | 'utf8' | undefined {
  if (isAscii(block)) return 'latin1'
  return isUtf8(block) ? 'utf8' : undefined
}

/** The entry, or in words what its line is instead. */
export function readEntry(text: string, bytes: number): ReadEntry | string {
  if (bytes > MOST_ENTRY_BYTES) return `has ${bytes} bytes, more than an entry may have`
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'is no JSON'
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is no JSON object'
  if (!isCanonical(text, value)) return 'is not canonical JSON'
  const entry = value as Partial<Record<keyof ReadEntry, unknown>>
  if (typeof entry.id !== 'string' || typeof entry.action !== 'string') return 'has no id or no action'
  return entry as ReadEntry
}
