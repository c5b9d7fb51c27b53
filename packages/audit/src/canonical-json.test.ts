import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonical-json.ts'
import { isCanonical } from './is-canonical.ts'

interface Vectors {
  cases: { name: string; input: string; canonical: string; canonicalSha256Hex: string }[]
  mustRefuse: { why: string; inputJsonText: string }[]
}
const path = join(import.meta.dirname, '../../../../shared/vectors/jcs.json')
const vectors = JSON.parse(readFileSync(path, 'utf8')) as Vectors

describe('RFC 8785', () => {
  it.each(vectors.cases)('published case $name', ({ input, canonical, canonicalSha256Hex }) => {
    const written = canonicalJson(JSON.parse(input))
    expect(written).toBe(canonical)
    expect(createHash('sha256').update(written).digest('hex')).toBe(canonicalSha256Hex)
    expect(isCanonical(written, JSON.parse(written))).toBe(true)
    expect(isCanonical(input, JSON.parse(input))).toBe(input === canonical)
  })

  it.each(vectors.mustRefuse)('refuses $why', ({ inputJsonText }) => {
    expect(isCanonical(inputJsonText, JSON.parse(inputJsonText))).toBe(false)
  })

  it('refuses what I-JSON cannot carry, saying why', () => {
    expect(() => canonicalJson({ a: '\ud800' })).toThrow(/surrogate/)
    expect(() => canonicalJson({ a: Number.NaN })).toThrow(/NaN/)
    expect(() => canonicalJson([1n])).toThrow(/bigint/)
    expect(() => canonicalJson(undefined)).toThrow(/undefined/)
  })

  it('leaves undefined fields out, as an optional field that was not told', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}')
  })

  it('survives nesting deeper than the stack by saying no', () => {
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`
    expect([true, false]).toContain(isCanonical(deep, JSON.parse(deep)))
  })

  it('writes any JSON so that it reads back equal, is canonical, and does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonicalJson(value)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(isCanonical(text, JSON.parse(text))).toBe(true)
        if (text.length > 2) expect(isCanonical(` ${text}`, JSON.parse(text))).toBe(false)
      }),
    )
  })
})
