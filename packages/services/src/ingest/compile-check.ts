import { z } from 'zod'

/** Whether a JSON value is what the schema takes; changes nothing and tells no reason. */
export type Check = (value: unknown) => boolean

/**
 * A schema's verdict without its report: about a tenth of `safeParse`, which copies every object it looks at. Knows the parts
 * that events are made of; any other part of zod keeps its own parser, so that the schema stays the one contract.
 */
export function compileCheck(schema: z.core.$ZodType): Check {
  if (schema instanceof z.ZodOptional) {
    const inner = compileCheck(schema.def.innerType)
    return (value) => value === undefined || inner(value)
  }
  const checks = schema._zod.def.checks ?? []
  if (schema instanceof z.ZodString) return compileString(checks.map(({ _zod }) => _zod.def)) ?? ask(schema)
  if (schema instanceof z.ZodNumber)
    return compileNumber([schema._zod.def as PartDef, ...checks.map(({ _zod }) => _zod.def)]) ?? ask(schema)
  if (schema instanceof z.ZodArray)
    return (
      compileArray(
        schema,
        checks.map(({ _zod }) => _zod.def),
      ) ?? ask(schema)
    )
  if (checks.length > 0) return ask(schema)
  if (schema instanceof z.ZodBoolean) return (value) => typeof value === 'boolean'
  if (schema instanceof z.ZodEnum) return oneOf(schema.options)
  if (schema instanceof z.ZodLiteral) return oneOf(schema.def.values)
  if (schema instanceof z.ZodObject) return compileObject(schema) ?? ask(schema)
  if (schema instanceof z.ZodRecord) return compileRecord(schema)
  if (schema instanceof z.ZodDiscriminatedUnion) return compileChoice(schema) ?? ask(schema)
  if (schema instanceof z.ZodUnion) return any(schema.def.options.map(compileCheck))
  return ask(schema)
}

function ask(schema: z.core.$ZodType): Check {
  return (value) => z.safeParse(schema, value).success
}

interface PartDef {
  readonly check?: string
}

/** Null: one of the parts is none of those known here. */
function compileString(parts: readonly PartDef[]): Check | null {
  let longest = Number.POSITIVE_INFINITY
  const patterns: RegExp[] = []
  for (const part of parts) {
    if (isMaxLength(part)) longest = Math.min(longest, part.maximum)
    else if (isPattern(part)) patterns.push(part.pattern)
    else return null
  }
  const [pattern, ...more] = patterns
  if (pattern === undefined) return (value) => typeof value === 'string' && value.length <= longest
  if (more.length > 0) return null
  return (value) => typeof value === 'string' && value.length <= longest && pattern.test(value)
}

function compileNumber(parts: readonly PartDef[]): Check | null {
  let whole = false
  let least = Number.NEGATIVE_INFINITY
  let most = Number.POSITIVE_INFINITY
  for (const part of parts) {
    if (part.check === undefined) continue
    if (isSafeInteger(part)) whole = true
    else if (isBound(part) && part.check === 'greater_than') least = Math.max(least, part.value)
    else if (isBound(part)) most = Math.min(most, part.value)
    else return null
  }
  if (whole) return (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
  return (value) => Number.isFinite(value) && (value as number) >= least && (value as number) <= most
}

function compileArray(schema: z.ZodArray, parts: readonly PartDef[]): Check | null {
  let longest = Number.POSITIVE_INFINITY
  for (const part of parts) {
    if (!isMaxLength(part)) return null
    longest = Math.min(longest, part.maximum)
  }
  const element = compileCheck(schema.def.element)
  return (value) => {
    if (!Array.isArray(value) || value.length > longest) return false
    for (const item of value) if (!element(item)) return false
    return true
  }
}

function oneOf(values: readonly unknown[]): Check {
  const allowed = new Set(values)
  return (value) => allowed.has(value)
}

function any(checks: readonly Check[]): Check {
  return (value) => {
    for (const check of checks) if (check(value)) return true
    return false
  }
}

/** Loose objects only: what else is in them is nobody's business. */
function compileObject(schema: z.ZodObject): Check | null {
  if (!(schema.def.catchall instanceof z.ZodUnknown)) return null
  const keys = Object.keys(schema.shape)
  const checks = keys.map((key) => compileCheck(schema.shape[key] as z.core.$ZodType))
  return (value) => {
    if (!isObject(value)) return false
    for (let index = 0; index < keys.length; index += 1) {
      if (checks[index]?.(value[keys[index] as string]) !== true) return false
    }
    return true
  }
}

function compileRecord(schema: z.ZodRecord): Check {
  const keyCheck = compileCheck(schema.def.keyType)
  const valueCheck = compileCheck(schema.def.valueType)
  return (value) => {
    if (!isObject(value)) return false
    // zod leaves a field of this name alone.
    for (const key of Object.keys(value)) if (key !== '__proto__' && !(keyCheck(key) && valueCheck(value[key]))) return false
    return true
  }
}

/** One look at the discriminator instead of a try of every option. */
function compileChoice(schema: z.ZodDiscriminatedUnion): Check | null {
  const { discriminator } = schema.def
  const byValue = new Map<unknown, Check>()
  for (const option of schema.options) {
    const literal = option instanceof z.ZodObject ? option.shape[discriminator] : undefined
    if (!(literal instanceof z.ZodLiteral)) return null
    const check = compileCheck(option)
    for (const value of literal.def.values) byValue.set(value, check)
  }
  return (value) => isObject(value) && byValue.get(value[discriminator])?.(value) === true
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isMaxLength(part: PartDef): part is z.core.$ZodCheckMaxLengthDef {
  return part.check === 'max_length'
}

/** A sticky or global pattern remembers where it stopped. */
function isPattern(part: PartDef): part is z.core.$ZodCheckRegexDef {
  const { format, pattern } = part as Partial<z.core.$ZodCheckRegexDef>
  return part.check === 'string_format' && format === 'regex' && pattern !== undefined && !pattern.global && !pattern.sticky
}

function isSafeInteger(part: PartDef): boolean {
  return part.check === 'number_format' && (part as z.core.$ZodCheckNumberFormatDef).format === 'safeint'
}

function isBound(part: PartDef): part is { readonly check: 'greater_than' | 'less_than'; readonly value: number } {
  const { check, inclusive, value } = part as Partial<z.core.$ZodCheckLessThanDef>
  return (check === ('greater_than' as string) || check === 'less_than') && inclusive === true && typeof value === 'number'
}
