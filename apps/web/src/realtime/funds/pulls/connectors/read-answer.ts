import type { z } from 'zod'
import { PullError } from '../pull-error.ts'

/** What a provider said, in the form it is documented in. Throws a `PullError`. */
export function readAnswer<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  const parsed = schema.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  throw new PullError('answer_unclear', parsed.error)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
