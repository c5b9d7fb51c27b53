import { canonicalJson, isCanonical } from '@counterfoil/audit'
import { AgentEvent, PaymentAnswered, PaymentOpened } from '@counterfoil/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { canonicalPattern } from './canonical-pattern.ts'
import { soundEvents, spoiltBodies } from './testing/spoilt-events.ts'

describe('a canonical pattern', () => {
  const patterns = AgentEvent.options.flatMap((schema) => {
    const source = canonicalPattern(schema)
    return source === null ? [] : [{ schema, pattern: new RegExp(`^${source}$`) }]
  })

  it('matches every sound event it was made for', () => {
    expect(patterns.length).toBeGreaterThan(8)
    for (const { schema, pattern } of patterns) {
      const sound = soundEvents.find((event) => schema.safeParse(event).success && !('news' in event))
      if (sound !== undefined) expect(canonicalJson(sound)).toMatch(pattern)
    }
  })

  it('matches nothing that is JSON but not canonical or not what the schema takes', () => {
    let matched = 0
    fc.assert(
      fc.property(spoiltBodies, (body) => {
        const found = patterns.find(({ pattern }) => pattern.test(body))
        const value = parsed(body)
        if (found === undefined || value === undefined) return
        matched += 1
        expect(found.schema.safeParse(value).success).toBe(true)
        expect(isCanonical(body, value)).toBe(true)
      }),
      { numRuns: 5_000 },
    )
    expect(matched).toBeGreaterThan(200)
  })

  it.each<[string, z.ZodType, string[], string[]]>([
    ['numbers up to a limit', z.int().min(0).max(999), ['0', '999'], ['1000', '-1', '01', '1.0', '1e2']],
    ['numbers up to an odd limit, to its last full digit', z.int().min(0).max(150), ['99'], ['151', '200']],
    ['numbers from 1', z.int().min(1), ['1'], ['0']],
    ['text', z.string().max(2), ['"a"', '"é€"'], ['"abc"', '"\\u0061"', '"\\n"', '"\ud800"', '"\u0001"']],
    ['an enum with signs', z.enum(['a.b', 'c']), ['"a.b"'], ['"axb"']],
    ['lists', z.array(z.boolean()).max(2), ['[]', '[true,false]'], ['[true,]', '[true, false]', '[true,true,true]']],
    [
      'objects',
      z.looseObject({ b: z.boolean().optional(), a: z.literal(1) }),
      ['{"a":1}', '{"a":1,"b":true}'],
      ['{"b":true,"a":1}', '{"a":1,}'],
    ],
  ])('judges %s', (_what, schema, good, bad) => {
    const pattern = new RegExp(`^${canonicalPattern(schema)}$`)
    for (const text of good) expect(text).toMatch(pattern)
    for (const text of bad) expect(text).not.toMatch(pattern)
  })

  it('is not made of what it cannot judge', () => {
    expect(canonicalPattern(PaymentAnswered)).not.toBeNull()
    expect(canonicalPattern(PaymentOpened)).toBeNull()
    for (const schema of [z.string(), z.string().regex(/^.$/), z.number().min(0), z.int(), z.string().max(3).refine(Boolean)])
      expect(canonicalPattern(schema)).toBeNull()
  })
})

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
