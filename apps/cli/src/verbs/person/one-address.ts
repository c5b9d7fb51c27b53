import { UsageError } from '../../cli-error.ts'

/** The address a verb is about, and nothing beside it. */
export function oneAddress(positionals: readonly string[], verb: string): string {
  const [email, ...more] = positionals
  if (email === undefined || more.length > 0) throw new UsageError(`"person ${verb}" takes one e-mail address`)
  return email
}
