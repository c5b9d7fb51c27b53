import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AgentEvent } from './agent-events.ts'
import { EVENT_FIELDS, NOT_UNDERSTOOD_FIELDS } from './card-numbers-events.ts'
import { cutFields, type FieldTable, onlyFreeFields, scanFields } from './card-numbers-fields.ts'

const NUMBER = '4111 1111 1111 1111'
const CUT = '4111 11** **** 1111'

/** Paths of every field of a schema that holds a value, as the tables write them. */
function leavesOf(schema: z.core.$ZodType, path: string): string[] {
  const join = (name: string) => (path === '' ? name : `${path}.${name}`)
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return leavesOf(schema.def.innerType, path)
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape).flatMap(([name, field]) => leavesOf(field, join(name)))
  if (schema instanceof z.ZodArray) return leavesOf(schema.def.element, `${path}[]`)
  if (schema instanceof z.ZodRecord) return leavesOf(schema.def.valueType, join('*'))
  return [path]
}

describe('the tables of events', () => {
  it.each(AgentEvent.options.map((schema) => [schema.shape.kind.value, schema] as const))(
    'class every field of %s, and no other',
    (kind, schema) => {
      expect(Object.keys(EVENT_FIELDS[kind]).sort()).toEqual([...new Set(leavesOf(schema, ''))].sort())
    },
  )
})

describe('a record', () => {
  const table: FieldTable = {
    id: 'typed',
    note: 'free',
    hex: 'bytes',
    'lines[].text': 'free',
    'lines[].seq': 'typed',
    'more.*': 'free',
  }

  it('is looked at in its free fields only, and in those nobody has named', () => {
    const record = {
      id: '4111111111111111',
      note: NUMBER,
      hex: '4111111111111111',
      lines: [{ text: NUMBER, seq: '4111111111111111' }, { text: 'none' }],
      more: { basket: NUMBER, number: 4111111111111111, '5555555555554444': 'key' },
      later: { deep: [NUMBER] },
    }
    expect(scanFields(table, record)).toEqual([
      { field: 'note', truncated: '411111******1111' },
      { field: 'lines[].text', truncated: '411111******1111' },
      { field: 'more.basket', truncated: '411111******1111' },
      { field: 'more.number', truncated: '411111******1111' },
      { field: 'more.555555******4444', truncated: '555555******4444' },
      { field: 'later.deep[]', truncated: '411111******1111' },
    ])
    expect(cutFields(table, record)).toEqual({
      id: '4111111111111111',
      note: CUT,
      hex: '4111111111111111',
      lines: [{ text: CUT, seq: '4111111111111111' }, { text: 'none' }],
      more: { basket: CUT, number: '411111******1111', '555555******4444': 'key' },
      later: { deep: [CUT] },
    })
  })

  it('without a number is the same afterwards, numbers and all', () => {
    const record = { note: 'Basket 17', later: [1, null, true, { at: 1795183328118 }], more: { count: 3 } }
    expect(cutFields(table, record)).toEqual(record)
    expect(scanFields(table, record)).toEqual([])
  })

  it('gives its free fields alone', () => {
    const record = { id: 'x', note: NUMBER, lines: [{ text: 'a', seq: 1 }], more: { pin: 1 }, later: [{ a: 1 }] }
    expect(onlyFreeFields({ ...table, 'more.pin': 'secret' }, record)).toEqual({
      note: NUMBER,
      lines: [{ text: 'a' }],
      more: {},
      later: [{ a: 1 }],
    })
  })

  it('of an event nobody understands is free everywhere but in its bytes', () => {
    const record = { kind: 'payment.imagined', terminal: NUMBER, transcript: [{ hex: '4111111111111111', note: NUMBER }] }
    expect(scanFields(NOT_UNDERSTOOD_FIELDS, record).map(({ field }) => field)).toEqual(['terminal', 'transcript[].note'])
  })
})
