import { UsageError } from '../../cli-error.ts'

interface Schema<Output> {
  safeParse(
    document: unknown,
  ):
    | { success: true; data: Output }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } }
}

/** What somebody gave, checked; what is wrong with it is told as wrong usage. */
export function readInput<Output>(schema: Schema<Output>, document: unknown): Output {
  const parsed = schema.safeParse(document)
  if (parsed.success) return parsed.data
  throw new UsageError(parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; '))
}
