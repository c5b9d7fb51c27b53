import { createHash } from 'node:crypto'
import { canonicalJson } from '../canonical-json.ts'
import { parseStrictJson } from '../strict-json.ts'
import { type CaseResult, type Finding, tryEach } from './case-result.ts'
import { asFields, nameBy, textOf } from './read-fields.ts'

/** RFC 8785: what a text must become. */
export function tryCanonical(section: unknown): Promise<CaseResult[]> {
  return tryEach('cases', section, nameBy('name', 'desc'), (item) => {
    const fields = asFields(item)
    const canonical = textOf(fields, 'canonical')
    const sha256 = fields.canonicalSha256Hex
    const wanted = { canonical, ...(sha256 !== undefined && { sha256 }) }
    const { text, why } = canonicalise(textOf(fields, 'input'))
    if (text === undefined) return { wanted, found: 'refused', why }
    const digest = createHash('sha256').update(text).digest('hex')
    return { wanted, found: { canonical: text, ...(sha256 !== undefined && { sha256: digest }) } }
  })
}

export function tryMustRefuse(section: unknown): Promise<CaseResult[]> {
  return tryEach('mustRefuse', section, nameBy('why', 'name', 'desc'), (item): Finding => {
    const { text, why } = canonicalise(textOf(asFields(item), 'inputJsonText'))
    return { wanted: 'refused', found: text === undefined ? 'refused' : 'accepted', why }
  })
}

function canonicalise(input: string): { text?: string; why?: string } {
  try {
    return { text: canonicalJson(parseStrictJson(input)) }
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) }
  }
}
