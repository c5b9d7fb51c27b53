import { z } from 'zod'

/** The channel the dashboard tells the hub on. Ids only: the hub reads the rows itself. */
export const CHANGE_CHANNEL = 'counterfoil_changes'

export const Change = z.object({ entity: z.enum(['session', 'agent', 'store']), id: z.union([z.string(), z.number()]) })
export type Change = z.infer<typeof Change>
