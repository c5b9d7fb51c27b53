import { createHash } from 'node:crypto'
import { Sha256Hex } from '@counterfoil/protocol'
import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { CommissioningRef, lockCommissioning, personOf, planOf } from './find-commissioning.ts'
import { readStatement } from './write-statement.ts'

export const GoLiveInput = z.strictObject({ ...CommissioningRef.shape, statementHash: Sha256Hex })
export type GoLiveInput = z.infer<typeof GoLiveInput>

/**
 * The second person signs the very text that the first one did: the store is live, its papers are made, and it is judged by what
 * was agreed from now on. Throws `forbidden` for whoever signed first, `conflict` for another text.
 */
export async function goLive(ctx: ServiceContext, { statementHash, ...ref }: GoLiveInput): Promise<{ readonly version: number }> {
  const approvedBy = personOf(ctx)
  // Fonts and paper are of no use to whoever makes none.
  const { reportPdf } = await import('./report-pdf.ts')
  return inTransaction(ctx, async (client) => {
    const kept = await lockCommissioning(ctx, client, ref, ['signed'])
    const { statement, signedBy, signedAtMs } = kept
    if (statement === null || signedBy === null || signedAtMs === null || kept.statementHash !== statementHash)
      throw new ServiceError('conflict', 'This is not the text that was signed.', { reason: 'other_statement' })
    if (signedBy === approvedBy)
      throw new ServiceError('forbidden', 'You signed first: somebody else has to be the second.', { reason: 'same_person' })
    const plan = planOf(kept)
    const { rows } = await client.query<{ version: number }>(
      'select coalesce(max(version), 0)::int + 1 as version from commissioning_agreement where store_id = $1',
      [kept.storeId],
    )
    const version = rows[0]?.version ?? 1
    const { rows: people } = await client.query<{ id: string; name: string }>('select id, name from "user" where id = any($1)', [
      [signedBy, approvedBy],
    ])
    const { rows: agents } = await client.query<{ id: number; name: string }>('select id, name from agent where store_id = $1', [
      kept.storeId,
    ])
    const approvedAt = ctx.now()
    const nameOf = (id: string) => people.find((one) => one.id === id)?.name ?? id
    const paper = {
      statement: readStatement(statement),
      statementHash,
      version,
      signed: { by: nameOf(signedBy), at: new Date(signedAtMs) },
      approved: { by: nameOf(approvedBy), at: approvedAt },
      agentNames: new Map(agents.map(({ id, name }) => [String(id), name])),
    }
    const [en, zh] = [await reportPdf(paper, 'en'), await reportPdf(paper, 'zh')]
    await client.query(
      `insert into commissioning_agreement (store_id, version, commissioning_id, statement, hash, requirements, design, signed_by, signed_at,
         approved_by, approved_at, report_en, report_zh)
       values ($1, $2, $3, $4, decode($5, 'hex'), $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        ...[
          kept.storeId,
          version,
          kept.id,
          statement,
          statementHash,
          JSON.stringify(plan.requirements),
          JSON.stringify(plan.design),
        ],
        ...[signedBy, new Date(signedAtMs), approvedBy, approvedAt, en, zh],
      ],
    )
    await client.query(`update commissioning set state = 'live', ended_at = $2, rev = rev + 1 where id = $1`, [
      kept.id,
      approvedAt,
    ])
    await recordAct(ctx, client, {
      action: 'commissioning.live',
      target: { type: 'commissioning', id: kept.id },
      after: { storeId: kept.storeId, version, statement: statementHash, reports: { en: sha256(en), zh: sha256(zh) } },
    })
    return { version }
  })
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
