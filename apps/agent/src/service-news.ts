import { z } from 'zod'

/** What a running agent tells the launcher above it, every few seconds: that it lives, and how it is. */
export const ServiceNews = z.object({
  type: z.literal('alive'),
  enrolled: z.boolean(),
  connected: z.boolean(),
  openPayments: z.int(),
})
export type ServiceNews = z.infer<typeof ServiceNews>

export const NEWS_EVERY_MS = 5_000

/** The launcher's only order. */
export const STOP_ORDER = { type: 'stop' } as const
