import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ROUTES } from './routes.ts'
import { TILL_FIELDS } from './till-fields.ts'

describe('what tills send', () => {
  it.each(ROUTES.flatMap(({ operation, body, idempotent }) => (body ? [{ operation, schema: body.schema, idempotent }] : [])))(
    'is classed field by field: $operation',
    ({ operation, schema, idempotent }) => {
      const fields = schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
      expect(fields.length).toBeGreaterThan(0)
      expect(Object.keys(TILL_FIELDS[operation] ?? {}).sort()).toEqual(
        [...fields, ...(idempotent ? ['idempotencyKey'] : [])].sort(),
      )
    },
  )
})
