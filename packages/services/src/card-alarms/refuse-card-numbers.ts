import { notifyChange } from '@counterfoil/db/connections'
import { type FieldTable, onlyFreeFields, scanFields } from '@counterfoil/protocol'
import type { ServiceContext } from '../context.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { findSealer, type Sealer } from '../vault/index.ts'
import { type CardAlarmSource, raiseCardAlarm } from './raise-card-alarm.ts'

/**
 * Refuses an input with a card number in one of its free texts, before anything is done with it, and raises the alarm: what was
 * typed is kept sealed. `place` names the procedure. Throws `invalid` with reason `card_number`.
 */
export async function refuseCardNumbers(ctx: ServiceContext, place: string, table: FieldTable, input: unknown): Promise<void> {
  const found = scan(table, input)
  const [first] = found
  if (first === undefined) return
  const sealer = await sealerOf(ctx)
  const source = sourceOf(ctx)
  const content = { what: 'input', exact: JSON.stringify(onlyFreeFields(table, input)) } as const
  const raised = await inTransaction(ctx, async (client) => {
    const ids: string[] = []
    for (const [field, inField] of Map.groupBy(found, (one) => one.field)) {
      const numbers = inField.map(({ truncated }) => truncated)
      const where = { storeId: null, agentId: null, terminalId: null, till: null }
      const named = field === '' ? place : `${place}.${field}`
      ids.push(
        await raiseCardAlarm({ ...ctx, sealer }, client, {
          ...where,
          place: named,
          source,
          numbers,
          count: numbers.length,
          content,
        }),
      )
    }
    return ids
  })
  for (const id of raised) await notifyChange(ctx.pool, { entity: 'card_alarm', id })
  throw new ServiceError(
    'invalid',
    `This holds a card number, the one that ends in ${first.truncated.slice(-4)}. It was not stored. Take it out and try again; administrators have been told.`,
    { field: first.field, reason: 'card_number' },
  )
}

/** No question of ours is nested so deep that walking it uses up the stack. */
function scan(table: FieldTable, input: unknown) {
  try {
    return scanFields(table, input)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new ServiceError('invalid', 'This is nested too deep to be a question. Correct it and try again.', {
      reason: 'too_deep',
      cause: error,
    })
  }
}

/** Without a hub's key nothing can be sealed; what is refused need not be kept. */
async function sealerOf(ctx: ServiceContext): Promise<Sealer | null> {
  try {
    return await findSealer(ctx)
  } catch (error) {
    if (isServiceError(error, 'unavailable')) return null
    throw error
  }
}

function sourceOf({ actor }: ServiceContext): CardAlarmSource {
  switch (actor.kind) {
    case 'user':
      return { kind: 'person', id: actor.id }
    case 'token':
    case 'screen':
      return { kind: actor.kind, id: actor.id }
    case 'agent':
      return { kind: 'agent', id: String(actor.id) }
    case 'system':
      // A page nobody has signed in on, such as the set-up link's.
      return { kind: 'person', id: actor.name }
  }
}
