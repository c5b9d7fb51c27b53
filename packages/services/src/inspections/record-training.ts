import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { actorText } from '../devices/device-actor.ts'
import { line, Reason } from '../devices/device-values.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { longText } from './inspection-values.ts'

export const RecordTrainingInput = z
  .strictObject({
    personId: z.string().min(1).max(64),
    topic: line(200),
    heldOn: z.iso.date(),
    validUntil: z.iso.date(),
    /** Where it is proved: a certificate's number, a sheet with signatures. */
    evidence: longText(2_000),
  })
  .refine(({ heldOn, validUntil }) => validUntil >= heldOn, { path: ['validUntil'] })
export type RecordTrainingInput = z.infer<typeof RecordTrainingInput>

export const WithdrawTrainingInput = z.strictObject({ id: z.uuid(), reason: Reason })
export type WithdrawTrainingInput = z.infer<typeof WithdrawTrainingInput>

/** Says that somebody was taught to see tampering (PCI DSS 9.5.1.3). Throws `not_found` for nobody's account. */
export async function recordTraining(ctx: ServiceContext, input: RecordTrainingInput): Promise<{ readonly id: string }> {
  const { personId, topic, heldOn, validUntil, evidence } = RecordTrainingInput.parse(input)
  const id = ctx.newId()
  await inTransaction(ctx, async (client) => {
    const { rowCount } = await client.query(
      `insert into inspector_training (id, person_id, topic, held_on, valid_until, evidence, recorded_at, recorded_by)
       select $1, u.id, $3, $4, $5, $6, $7, $8 from "user" u where u.id = $2`,
      [id, personId, topic, heldOn, validUntil, evidence, ctx.now(), actorText(ctx.actor)],
    )
    if (rowCount === 0)
      throw new ServiceError('not_found', 'There is no such person.', { field: 'personId', reason: 'no_such_person' })
    await recordAct(ctx, client, {
      action: 'training.recorded',
      target: { type: 'user', id: personId },
      after: { trainingId: id, heldOn, validUntil },
      personal: { topic, evidence },
    })
  })
  return { id }
}

/** Takes back what was recorded wrongly; its line stays, with who did so and why. */
export async function withdrawTraining(ctx: ServiceContext, input: WithdrawTrainingInput): Promise<void> {
  const { id, reason } = WithdrawTrainingInput.parse(input)
  await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ personId: string }>(
      `update inspector_training set withdrawn_at = $2, withdrawn_by = $3, withdrawn_why = $4
       where id = $1 and withdrawn_at is null returning person_id as "personId"`,
      [id, ctx.now(), actorText(ctx.actor), reason],
    )
    const [row] = rows
    if (row === undefined) throw new ServiceError('not_found', 'There is no such training.', { reason: 'no_training' })
    await recordAct(ctx, client, {
      action: 'training.withdrawn',
      target: { type: 'user', id: row.personId },
      before: { trainingId: id },
      personal: { reason },
    })
  })
}
