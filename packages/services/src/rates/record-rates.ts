import { z } from 'zod'
import type { ServiceContext } from '../context.ts'

export const NewRate = z.strictObject({
  onDate: z.iso.date(),
  base: z.string().regex(/^[A-Z]{3}$/),
  quote: z.string().regex(/^[A-Z]{3}$/),
  /** Units of `quote` for one unit of `base`, as a decimal text so that nothing is rounded on the way in. */
  rate: z.string().regex(/^(?!0+(\.0+)?$)\d{1,10}(\.\d{1,10})?$/, 'a positive decimal number'),
})
export type NewRate = z.infer<typeof NewRate>

/** Records dated rates; the same day's pair again replaces it. Returns how many were written. */
export async function recordRates(ctx: ServiceContext, source: string, rates: readonly NewRate[]): Promise<number> {
  const checked = z.array(NewRate).parse(rates)
  await ctx.db.$transaction(
    checked.map((rate) => {
      const key = { onDate: new Date(`${rate.onDate}T00:00:00Z`), base: rate.base, quote: rate.quote }
      return ctx.db.rate.upsert({
        where: { onDate_base_quote: key },
        create: { ...key, rate: rate.rate, source },
        update: { rate: rate.rate, source },
      })
    }),
  )
  return checked.length
}
