import { createHash } from 'node:crypto'
import { z } from 'zod'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { demandRate } from '../../rate-limits/index.ts'
import { readTogether } from '../../read-rows.ts'
import { personOf } from '../exceptions/lock-exception.ts'
import { claimsCsv } from './claims-csv.ts'
import { claimsLetter } from './claims-letter.ts'
import { type ClaimableAcquirer, readClaimable, readClaims } from './read-claims.ts'

export const ExportClaimsInput = z.strictObject({
  acquirer: z.string().min(1).max(80),
  language: z.enum(['en', 'zh']),
  format: z.enum(['pdf', 'csv']),
})

export interface ExportedClaims {
  readonly fileName: string
  /** Base64. */
  readonly content: string
  readonly items: number
}

/** Acquirers there is something to claim of, within reach. */
export const listClaimable = (ctx: ServiceContext): Promise<ClaimableAcquirer[]> =>
  readTogether(ctx, (rows) => readClaimable(ctx, rows))

/** A letter to an acquirer with all that is open about money, and what shows it; that it was taken is recorded. `not_found` without any. */
export async function exportClaims(
  ctx: ServiceContext,
  { acquirer, language, format }: z.infer<typeof ExportClaimsInput>,
): Promise<ExportedClaims> {
  const by = personOf(ctx)
  await demandRate(ctx, 'export', { id: by })
  const { found, merchantAccounts, name } = await readTogether(ctx, async (rows) => ({
    found: await readClaims(ctx, rows, acquirer),
    merchantAccounts: (
      await rows<{ account: string }>(
        'select distinct merchant_account as account from funds_contract where acquirer = $1 order by 1',
        acquirer,
      )
    ).map(({ account }) => account),
    name: (await rows<{ name: string }>('select name from "user" where id = $1', by))[0]?.name ?? by,
  }))
  if (found.length === 0)
    throw new ServiceError('not_found', 'Nothing is open with this acquirer, or it is not within your reach.')
  const madeAt = ctx.now()
  const letter = claimsLetter(found, { acquirer, language, merchantAccounts, madeBy: name, madeAt })
  // Fonts and paper are of no use to whoever makes none.
  const content = format === 'csv' ? Buffer.from(claimsCsv(letter)) : await (await import('./claims-pdf.ts')).claimsPdf(letter)
  await recordAct(ctx, ctx.pool, {
    action: 'funds_claims.exported',
    target: { type: 'acquirer', id: acquirer },
    after: {
      format,
      language,
      items: letter.claims.length,
      totals: letter.totals,
      sha256: createHash('sha256').update(content).digest('hex'),
    },
  })
  return {
    fileName: `counterfoil-claim-${acquirer.replaceAll(/[^\w-]+/g, '-')}-${madeAt.toISOString().slice(0, 10)}-${language}.${format}`,
    content: content.toString('base64'),
    items: letter.claims.length,
  }
}
