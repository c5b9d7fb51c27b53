import { AgentEvent } from '@counterfoil/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { compileCheck } from './compile-check.ts'
import { soundEvents, spoiltEvents } from './testing/spoilt-events.ts'

describe('a compiled check', () => {
  const check = compileCheck(AgentEvent)

  it.each(soundEvents.map((event) => [event.kind, event]))('takes a sound %s', (_kind, event) => {
    expect(check(event)).toBe(true)
    expect(AgentEvent.safeParse(event).success).toBe(true)
  })

  it('says of every event what the schema says', () => {
    let refused = 0
    fc.assert(
      fc.property(spoiltEvents, (event) => {
        // As it comes from a body: without what JSON cannot carry.
        const value: unknown = JSON.parse(JSON.stringify(event))
        const { success } = AgentEvent.safeParse(value)
        if (!success) refused += 1
        expect(check(value)).toBe(success)
      }),
      { numRuns: 3_000 },
    )
    expect(refused).toBeGreaterThan(500)
  })

  it.each<[string, z.ZodType, unknown[]]>([
    ['a refinement', z.string().refine((text) => text !== 'no'), ['no', 'yes', 1]],
    ['a strict object', z.strictObject({ a: z.int() }), [{ a: 1 }, { a: 1, b: 2 }, []]],
    ['a lower length', z.array(z.int()).min(1), [[], [1], ['1']]],
    ['two patterns', z.string().regex(/a/).regex(/b/), ['a', 'ab', 'b']],
    ['an open bound', z.number().gt(1).lt(3), [1, 2, 3]],
    [
      'a record with a rule',
      z.record(z.string(), z.int()).refine((value) => Object.keys(value).length < 2),
      [{ a: 1 }, { a: 1, b: 2 }],
    ],
    ['a choice of nothing known', z.union([z.date(), z.boolean()]), [true, 'x', new Date(0)]],
    ['null', z.nullable(z.int()), [null, 1, 'x']],
  ])('leaves %s to zod', (_what, schema, values) => {
    const compiled = compileCheck(schema)
    for (const value of values) expect(compiled(value)).toBe(schema.safeParse(value).success)
  })
})
