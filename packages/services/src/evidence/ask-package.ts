import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { demandRate } from '../rate-limits/index.ts'
import { EvidenceLanguage } from './package-row.ts'

export const AskPackageInput = z.strictObject({
  firstDay: z.iso.date(),
  lastDay: z.iso.date(),
  language: EvidenceLanguage,
})

/** Asks for the evidence of a period; a hub makes it within seconds. Returns its id. */
export async function askPackage(ctx: ServiceContext, { firstDay, lastDay, language }: z.infer<typeof AskPackageInput>) {
  requireWholeChain(ctx)
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'A package is asked for by a person.')
  if (firstDay > lastDay)
    throw new ServiceError('invalid', `The period would begin on ${firstDay} and end on ${lastDay}.`, { field: 'lastDay' })
  await demandRate(ctx, 'export', { id: actor.id })
  const id = ctx.newId()
  await inTransaction(ctx, async (client) => {
    await client.query(
      `insert into evidence_package (id, first_day, last_day, language, asked_at, asked_by) values ($1, $2, $3, $4, $5, $6)`,
      [id, firstDay, lastDay, language, ctx.now(), actor.id],
    )
    const after = { firstDay, lastDay, language }
    await recordAct(ctx, client, { action: 'evidence.asked', target: { type: 'evidence', id }, after })
  })
  return { id }
}
