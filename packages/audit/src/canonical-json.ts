/**
 * Writes a JSON value the one way RFC 8785 allows: no spaces, keys by UTF-16 code units, ECMAScript numbers. Fields that
 * are undefined are left out. Throws a TypeError on what I-JSON cannot carry: lone surrogates, NaN, infinities, bigint.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return canonicalString(value)
    case 'number':
      if (!Number.isFinite(value))
        throw new TypeError(`canonical JSON has no ${value}: give a finite number or leave the field out`)
      return JSON.stringify(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? `[${value.map(canonicalJson).join(',')}]` : canonicalObject(value)
    default:
      throw new TypeError(
        `canonical JSON cannot carry a value of type ${typeof value}: give text, number, boolean, null, list or object`,
      )
  }
}

function canonicalObject(value: object): string {
  const fields: string[] = []
  // RFC 8785 3.2.3: sorted by UTF-16 code units, which is what sort() without a comparer does.
  for (const key of Object.keys(value).sort()) {
    const field: unknown = (value as Record<string, unknown>)[key]
    if (field !== undefined) fields.push(`${canonicalString(key)}:${canonicalJson(field)}`)
  }
  return `{${fields.join(',')}}`
}

function canonicalString(text: string): string {
  // RFC 8785 3.2.2.2: lone surrogates must end the work with an error.
  if (!text.isWellFormed())
    throw new TypeError('canonical JSON cannot carry half of a surrogate pair: the text is not valid Unicode')
  return JSON.stringify(text)
}
