import { createHash } from 'node:crypto'
import { z } from 'zod'
import { recordActThroughPrisma } from '../audit/index.ts'
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
    async (tx) => {
      for (const { onDate, base, quote, rate } of checked) {
        const key = { onDate: new Date(`${onDate}T00:00:00Z`), base, quote }
        await tx.rate.upsert({
          where: { onDate_base_quote: key },
          create: { ...key, rate, source },
          update: { rate, source },
        })
      }
      const days = checked.map(({ onDate }) => onDate).sort()
      const after = { count: checked.length, from: days[0] ?? null, to: days.at(-1) ?? null, sha256: fingerprint(checked) }
      await recordActThroughPrisma(ctx, tx, {
        action: 'rates.recorded',
        target: { type: 'rates', id: source.slice(0, 80).toWellFormed() },
        after,
      })
    },
    // A year of rates is many rows.
    { timeout: 120_000 },
  )
  return checked.length
}

/** Tells which rates they were without repeating them all. */
function fingerprint(rates: readonly NewRate[]): string {
  const lines = rates.map(({ onDate, base, quote, rate }) => `${onDate},${base},${quote},${rate}\n`)
  return createHash('sha256').update(lines.join('')).digest('hex')
}
