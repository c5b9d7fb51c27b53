import superjson from 'superjson'
import { z } from 'zod'

interface Shape {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly items?: Shape
  readonly properties?: Readonly<Record<string, Shape>>
  readonly propertyNames?: Shape
  readonly additionalProperties?: Shape | boolean
  readonly oneOf?: readonly Shape[]
  readonly anyOf?: readonly Shape[]
  readonly date?: boolean
}

/** Texts of all the kinds an input may ask for; the first that fits its rules is taken. */
const texts = [
  'abc',
  'DE',
  'EUR',
  '0417',
  '4821',
  'zq',
  'person@chain.example',
  '0198c0de-0000-7000-8000-000000000001',
  '2026-11-20',
  '2026-11-20T13:32:08.000Z',
  'correct horse 42 battery',
  'https://chain.example/',
  'AAAAAAAAAAAAAAAA',
  'A'.repeat(43),
  '0'.repeat(64),
]

/**
 * Inputs that a schema takes, as far as it tells: every field filled, every kind of a choice once. A field whose rules no known
 * text fits gets one that does not: then the schema is what is attacked.
 */
export function samplesOf(schema: z.ZodType): unknown[] {
  return samplesOfShape(shapeOf(schema))
}

function shapeOf(schema: z.ZodType): Shape {
  return z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { date: true })
    },
  }) as Shape
}

function samplesOfShape(shape: Shape): unknown[] {
  const choices = shape.oneOf ?? shape.anyOf
  if (choices !== undefined) return choices.flatMap(samplesOfShape)
  if ('const' in shape) return [shape.const]
  if (shape.enum !== undefined) return [shape.enum[0]]
  if (shape.date) return [new Date(Date.UTC(2026, 10, 20))]
  switch (shape.type) {
    case 'string':
      return [texts.find((text) => fits(text, shape)) ?? 'abc']
    case 'integer':
    case 'number':
      return [Math.min(shape.maximum ?? 1, Math.max(shape.minimum ?? 1, 1))]
    case 'boolean':
      return [true]
    case 'null':
      return [null]
    case 'array':
      return samplesOfShape(shape.items ?? {}).map((item) => Array.from({ length: Math.max(1, shape.minItems ?? 1) }, () => item))
    case 'object':
      return samplesOfObject(shape)
    default:
      return ['abc']
  }
}

/** One object with the first sample of each field, and one more for each further sample of one. */
function samplesOfObject(object: Shape): unknown[] {
  const fields = fieldsOf(object).map(({ name, shape }) => ({ name, samples: samplesOfShape(shape) }))
  const first = Object.fromEntries(fields.map(({ name, samples }) => [name, samples[0]]))
  return [first, ...fields.flatMap(({ name, samples }) => samples.slice(1).map((sample) => ({ ...first, [name]: sample })))]
}

function fieldsOf({ properties = {}, additionalProperties, propertyNames }: Shape): { name: string; shape: Shape }[] {
  const fields = Object.entries(properties).map(([name, shape]) => ({ name, shape }))
  if (typeof additionalProperties !== 'object') return fields
  return [...fields, { name: String(samplesOfShape(propertyNames ?? { type: 'string' })[0]), shape: additionalProperties }]
}

function fits(text: string, { pattern, minLength = 0, maxLength = 1_000 }: Shape): boolean {
  if (text.length < minLength || text.length > maxLength) return false
  return pattern === undefined || new RegExp(pattern, 'u').test(text)
}

/**
 * Inputs of a schema with something put in the place of one text, or of one number: each place there is once, in each kind of a choice
 * it lies in. The other fields have their first sample.
 */
export function inputsWithEach(schema: z.ZodType, kind: 'string' | 'number', payload: unknown): unknown[] {
  return shapeWithEach(shapeOf(schema), kind, payload)
}

function shapeWithEach(shape: Shape, kind: 'string' | 'number', payload: unknown): unknown[] {
  const choices = shape.oneOf ?? shape.anyOf
  if (choices !== undefined) return choices.flatMap((choice) => shapeWithEach(choice, kind, payload))
  if (shape.type === 'array')
    return shapeWithEach(shape.items ?? {}, kind, payload).flatMap((item) =>
      samplesOfShape(shape)
        .slice(0, 1)
        .map((list) => [item, ...(list as unknown[]).slice(1)]),
    )
  const [first] = samplesOfShape(shape)
  if (shape.type !== 'object') return withEach(first, kind, payload)
  return fieldsOf(shape).flatMap(({ name, shape: field }) =>
    shapeWithEach(field, kind, payload).map((one) => ({ ...(first as object), [name]: one })),
  )
}

/** The same value with one text, or one number, put in the place of another, for each place there is. */
export function withEach(value: unknown, kind: 'string' | 'number', payload: unknown): unknown[] {
  if (typeof value === kind) return [payload]
  if (value instanceof Date || typeof value !== 'object' || value === null) return []
  if (Array.isArray(value))
    return value.slice(0, 1).flatMap((item) => withEach(item, kind, payload).map((one) => [one, ...value.slice(1)]))
  return Object.entries(value).flatMap(([name, field]) =>
    withEach(field, kind, payload).map((one) => ({ ...value, [name]: one })),
  )
}

/** As our pages send it. */
export const asBody = (input: unknown): string => JSON.stringify(superjson.serialize(input))
