import { createHash } from 'node:crypto'
import { isCanonical } from '@counterfoil/audit'
import { AgentConfiguration } from '@counterfoil/protocol'

/** A configuration out of its text; nothing where it is none, or its text is not the one its hash was made of. */
export function readDocument(text: string, hash: string): AgentConfiguration | undefined {
  if (createHash('sha256').update(text).digest('hex') !== hash) return undefined
  try {
    const value: unknown = JSON.parse(text)
    const document = AgentConfiguration.safeParse(value)
    return document.success && isCanonical(text, value) ? document.data : undefined
  } catch {
    return undefined
  }
}
