import { z } from 'zod'

/** What people call a token or a screen. No control characters: they show nothing, and PostgreSQL cannot hold U+0000. */
export const ThingName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^\P{Cc}+$/u)
