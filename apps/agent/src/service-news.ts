import { z } from 'zod'

/** What a running agent tells the launcher above it, every few seconds: that it lives, and how it is. */
export const ServiceNews = z.object({
  type: z.literal('alive'),
  enrolled: z.boolean(),
  connected: z.boolean(),
  openPayments: z.int(),
  /** What it lacks to be kept while it is on trial, to follow its name; left out when it works, and by versions that do not say. */
  lacks: z.string().max(400).optional(),
  /** It takes `STOP_WHEN_IDLE_ORDER`; left out by versions that do not know it. */
  stopsWhenIdle: z.boolean().optional(),
})
export type ServiceNews = z.infer<typeof ServiceNews>

export const NEWS_EVERY_MS = 5_000

/** Whatever is under way. */
export const STOP_ORDER = { type: 'stop' } as const

/**
 * Nothing happens where a payment is under way, and the launcher asks again. Only the agent can tell: a payment may have begun since
 * its last news.
 */
export const STOP_WHEN_IDLE_ORDER = { type: 'stop_when_idle' } as const
