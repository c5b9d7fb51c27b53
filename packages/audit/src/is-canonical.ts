import { canonicalJson } from './canonical-json.ts'

/**
 * Tells whether `text` is exactly the canonical form of `value`, which was parsed from it. The quick way agrees with RFC 8785
 * but for keys that look like integers, which JavaScript moves to the front: then the real canonicaliser decides.
 */
export function isCanonical(text: string, value: unknown): boolean {
  try {
    // `\ud` is how JSON.stringify writes half of a surrogate pair; the canonicaliser refuses it.
    if (JSON.stringify(value) === text && !text.includes('\\ud') && keysAscend(value)) return true
    return canonicalJson(value) === text
  } catch {
    return false
  }
}

function keysAscend(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(keysAscend)
  let last: string | undefined
  for (const key in value) {
    if (last !== undefined && key <= last) return false
    last = key
    const field: unknown = (value as Record<string, unknown>)[key]
    if (typeof field === 'object' && !keysAscend(field)) return false
  }
  return true
}
