import { z } from 'zod'

/** A day of sales, as the provider counts them. */
export const Day = z.iso.date()
