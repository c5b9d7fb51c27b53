import { createHash } from 'node:crypto'
import { RowId } from '@counterfoil/protocol'
import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { demandRate } from '../rate-limits/index.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import { personOf } from './find-commissioning.ts'

export const TakeReportInput = z.strictObject({
  storeId: RowId,
  version: z.int().min(1).max(2_000_000_000),
  language: z.enum(['en', 'zh']),
})
export type TakeReportInput = z.infer<typeof TakeReportInput>

export interface TakenReport {
  readonly fileName: string
  /** Base64. */
  readonly content: string
  /** Of the file, as the log has it since the store went live. */
  readonly sha256: string
}

/** The paper of an agreement, byte for byte as it was made when the second person signed. Throws `not_found`. */
export async function takeReport(ctx: ServiceContext, { storeId, version, language }: TakeReportInput): Promise<TakenReport> {
  await demandRate(ctx, 'export', { id: personOf(ctx) })
  const { rows } = await ctx.pool.query<{ code: string; content: Buffer }>(
    `select s.code, case when $6 = 'zh' then a.report_zh else a.report_en end as content
     from commissioning_agreement a join store s on s.id = a.store_id where a.store_id = $4 and a.version = $5 and ${scopeConditionAt(1)}`,
    [...scopeValues(storesWithin(ctx, { kind: 'chain' })), storeId, version, language],
  )
  const [found] = rows
  if (found === undefined) throw new ServiceError('not_found', 'There is no such report.', { reason: 'no_agreement' })
  const { code, content } = found
  const sha256 = createHash('sha256').update(content).digest('hex')
  await recordAct(ctx, ctx.pool, {
    action: 'commissioning.report_taken',
    target: { type: 'store', id: String(storeId) },
    after: { version, language, sha256 },
  })
  const fileName = `counterfoil-commissioning-${code.replaceAll(/[^\w-]+/g, '-')}-v${version}-${language}.pdf`
  return { fileName, content: content.toString('base64'), sha256 }
}
