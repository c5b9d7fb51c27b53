import { z } from 'zod'

/** Accounts' ids are UUIDs of ours today; the library that reads them takes any text. */
export const PersonId = z.string().min(1).max(64)

export const PersonInput = z.strictObject({ id: PersonId })
export type PersonInput = z.infer<typeof PersonInput>
