import { z } from 'zod'

/** No control characters: they show nothing, and PostgreSQL cannot hold U+0000. */
export const PasskeyName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^\P{Cc}+$/u)
