import { AgentEvent } from '@counterfoil/protocol'
import { canonicalPattern } from './canonical-pattern.ts'

const KIND = '"kind":"'
const TRANSCRIPT = ',"transcript":['
const END = '],"v":1}'
/** By kind, for the kinds whose bodies end with a transcript and `v`. */
const PATTERNS = transcriptPatterns()

function transcriptPatterns(): ReadonlyMap<string, RegExp> {
  const patterns = new Map<string, RegExp>()
  for (const schema of AgentEvent.options) {
    const endsWithIt = Object.keys(schema.shape).sort().slice(-2).join() === 'transcript,v'
    const source = endsWithIt ? canonicalPattern(schema) : null
    if (source !== null) for (const kind of schema.shape.kind.values) patterns.set(kind, new RegExp(`^${source}$`))
  }
  return patterns
}

/**
 * The body with an empty transcript, if one look at its text shows that the whole of it is canonical and what the schema
 * takes, provided that the short text is JSON: more than half of an answered payment's bytes need no parsing, nobody folds
 * them. Null tells nothing: such a body must be read as a whole.
 */
export function shortenSoundBody(body: string): string | null {
  const kindAt = body.indexOf(KIND) + KIND.length
  const pattern = PATTERNS.get(body.slice(kindAt, body.indexOf('"', kindAt)))
  if (pattern?.test(body) !== true) return null
  // No text in a body that matched holds a quote and no other field has this name: this is where the transcript begins.
  return body.slice(0, body.indexOf(TRANSCRIPT) + TRANSCRIPT.length) + END
}
