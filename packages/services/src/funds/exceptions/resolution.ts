import { z } from 'zod'

export const resolutions = ['paid_otherwise', 'written_off', 'acquirer_corrects', 'accepted', 'not_ours', 'other'] as const
export type Resolution = (typeof resolutions)[number]

export const ExceptionKey = z.string().min(1).max(4_000)
export const Reason = z.string().trim().min(1).max(4_000)
/** Minor units up to which one person may resolve, unless the chain says another sum for the currency. */
export const RESOLUTION_LIMIT_MINOR = 10_000
