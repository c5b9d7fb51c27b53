import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { inputFields } from './input-fields.ts'
import { appRouter } from './root.ts'

/** A text that takes none of these cannot hold a card number: it is too short, or of a form of its own. */
const NUMBERS = ['4111111111111111', '4111 1111 1111 1111', '4111-1111-1111-1111', '4222222222222', 'a 4111111111111111']

/** Paths of the texts of a schema that may hold a card number, as the tables write them. */
function textsOf(schema: z.core.$ZodType, path: string): string[] {
  const join = (name: string) => (path === '' ? name : `${path}.${name}`)
  if (schema instanceof z.ZodString) return NUMBERS.some((number) => schema.safeParse(number).success) ? [path] : []
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape).flatMap(([name, field]) => textsOf(field, join(name)))
  if (schema instanceof z.ZodArray) return textsOf(schema.def.element, `${path}[]`)
  if (schema instanceof z.ZodRecord) return textsOf(schema.def.valueType, join('*'))
  if (schema instanceof z.ZodUnion) return schema.def.options.flatMap((option) => textsOf(option, path))
  if (schema instanceof z.ZodPipe) return textsOf(schema.def.in, path)
  if (schema instanceof z.ZodAny || schema instanceof z.ZodUnknown) return [path]
  const { innerType } = schema._zod.def as { innerType?: z.core.$ZodType }
  return innerType === undefined ? [] : textsOf(innerType, path)
}

const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { readonly _def: { readonly inputs: readonly z.core.$ZodType[] } }>,
)

describe('texts of inputs', () => {
  it.each(procedures)('are classed one by one: %s', (path, { _def: { inputs } }) => {
    const texts = [...new Set(inputs.flatMap((input) => textsOf(input, '')))].sort()
    expect(Object.keys(inputFields[path] ?? {}).sort()).toEqual(texts)
  })

  it('belong to procedures there are', () => {
    expect(Object.keys(inputFields).filter((path) => !procedures.some(([known]) => known === path))).toEqual([])
    expect(procedures.length).toBeGreaterThan(20)
  })
})
