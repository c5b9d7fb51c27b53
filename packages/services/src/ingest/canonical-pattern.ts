import { z } from 'zod'

/** Unescaped, without half surrogates: text that canonical JSON (RFC 8785) writes as it is. */
const PLAIN = String.raw`[^"\\\u0000-\u001f\ud800-\udfff]`
/** Patterns made of plain letters, classes and counts: they cannot match a quote, a backslash or a control character. */
const SIMPLE = /^\^((?:(?:[\w-]|\\d|\[[\w./+-]+\])(?:\{\d+(?:,\d+)?\}|[+*])?)+)\$$/
/** Fifteen digits are exact in a double and written without an exponent. */
const MOST_DIGITS = 15

interface PartDef {
  readonly check?: string
}

/**
 * The source of a pattern over text: what matches and is JSON is in canonical form and what the schema takes, in one look.
 * It need not match all of that: escapes, unknown fields or odd numbers are left to the parser. Null for a schema that
 * has a part no pattern can judge, e.g. a record, whose keys may come in any order.
 */
export function canonicalPattern(schema: z.core.$ZodType): string | null {
  const parts = (schema._zod.def.checks ?? []).map(({ _zod }): PartDef => _zod.def)
  if (schema instanceof z.ZodString) return stringPattern(parts)
  if (schema instanceof z.ZodNumber) return integerPattern([schema._zod.def as PartDef, ...parts])
  if (schema instanceof z.ZodArray) return arrayPattern(schema, parts)
  if (parts.length > 0) return null
  if (schema instanceof z.ZodBoolean) return '(?:true|false)'
  if (schema instanceof z.ZodEnum) return literals(schema.options)
  if (schema instanceof z.ZodLiteral) return literals([...schema.def.values])
  if (schema instanceof z.ZodObject) return objectPattern(schema)
  return null
}

function stringPattern(parts: readonly PartDef[]): string | null {
  const [part, ...more] = parts
  if (part === undefined || more.length > 0) return null
  if (isMaxLength(part)) return `"${PLAIN}{0,${part.maximum}}"`
  const { pattern } = part as Partial<z.core.$ZodCheckRegexDef>
  const simple = part.check === 'string_format' && pattern?.flags === '' ? SIMPLE.exec(pattern.source)?.[1] : undefined
  return simple === undefined ? null : `"${simple}"`
}

/** Whole numbers from 0 or 1 on. */
function integerPattern(parts: readonly PartDef[]): string | null {
  let whole = false
  let least: number | null = null
  let digits = MOST_DIGITS
  for (const part of parts) {
    const { check, format, value, inclusive } = part as {
      check?: string
      format?: string
      value?: unknown
      inclusive?: boolean
    }
    if (check === 'number_format' && format === 'safeint') whole = true
    else if (check === 'greater_than' && inclusive === true && (value === 0 || value === 1)) least = Math.max(least ?? 0, value)
    // All numbers of so many digits are below.
    else if (check === 'less_than' && inclusive === true && typeof value === 'number')
      digits = Math.min(digits, String(Math.floor(value) + 1).length - 1)
    else if (check !== undefined) return null
  }
  if (!whole || least === null || digits < 1) return null
  return least === 0 ? `(?:0|[1-9][0-9]{0,${digits - 1}})` : `[1-9][0-9]{0,${digits - 1}}`
}

function arrayPattern(schema: z.ZodArray, parts: readonly PartDef[]): string | null {
  const [part, ...more] = parts
  const element = canonicalPattern(schema.def.element)
  if (element === null || part === undefined || !isMaxLength(part) || part.maximum < 1 || more.length > 0) return null
  return String.raw`\[(?:${element}(?:,${element}){0,${part.maximum - 1}})?\]`
}

function literals(values: readonly unknown[]): string {
  return `(?:${values.map((value) => quoted(JSON.stringify(value))).join('|')})`
}

/** Loose objects, with the fields that are known and no other, in canonical order. */
function objectPattern(schema: z.ZodObject): string | null {
  if (!(schema.def.catchall instanceof z.ZodUnknown)) return null
  const fields: string[] = []
  const keys = Object.keys(schema.shape).sort()
  // Where nothing must come first, commas are left to the parser: it refuses one that is missing or too many.
  const exact = !(schema.shape[keys[0] ?? ''] instanceof z.ZodOptional)
  for (const [index, key] of keys.entries()) {
    const field: z.core.$ZodType = schema.shape[key] as z.core.$ZodType
    const optional = field instanceof z.ZodOptional
    const value = canonicalPattern(optional ? field.def.innerType : field)
    if (value === null) return null
    const named = `${quoted(JSON.stringify(key))}:${value}`
    const text = exact ? (index === 0 ? named : `,${named}`) : `${named},?`
    fields.push(optional ? `(?:${text})?` : text)
  }
  return String.raw`\{${fields.join('')}\}`
}

/** As it is, in a pattern. */
function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

function isMaxLength(part: PartDef): part is z.core.$ZodCheckMaxLengthDef {
  return part.check === 'max_length'
}
