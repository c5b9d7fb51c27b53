import { notifyChange } from '@counterfoil/db/connections'
import type pg from 'pg'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { actorText } from '../devices/device-actor.ts'
import { line, Reason } from '../devices/device-values.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { compareFirmware } from './compare-firmware.ts'

const Name = line(60)
const model = {
  make: Name,
  model: Name,
  /** The version the asker saw; 0: there was none. Whoever changed it since then is not overwritten. */
  before: z.int().min(0).max(1_000_000),
  /** A known fault, a listing that ended, an acquirer that wants it. */
  why: Reason,
}
export const SetFirmwareRuleInput = z.strictObject({ ...model, least: Name.nullable(), current: Name.nullable() })
export type SetFirmwareRuleInput = z.infer<typeof SetFirmwareRuleInput>
export const EndFirmwareRuleInput = z.strictObject(model)
export type EndFirmwareRuleInput = z.infer<typeof EndFirmwareRuleInput>

type Bounds = Pick<SetFirmwareRuleInput, 'least' | 'current'>

/**
 * Says which firmware of a model may run and which is current, for the whole chain, as a new version. Gives its number. Throws
 * `invalid` where neither is said or the current one may not run, `conflict` where somebody changed it meanwhile.
 */
export async function setFirmwareRule(ctx: ServiceContext, input: SetFirmwareRuleInput): Promise<number> {
  const { least, current, ...of } = SetFirmwareRuleInput.parse(input)
  if (least === null && current === null)
    throw new ServiceError('invalid', 'Say the least that may run, or what is current.', { reason: 'firmware_not_said' })
  if (least !== null && current !== null && (compareFirmware(current, least) ?? 0) < 0)
    throw new ServiceError('invalid', 'What is current is older than the least that may run.', { reason: 'firmware_turned' })
  return write(ctx, of, { least, current }, 'firmware_rule.set')
}

/** Ends it: nothing of that model is outdated any more. Throws `conflict` where none is in force. */
export async function endFirmwareRule(ctx: ServiceContext, input: EndFirmwareRuleInput): Promise<number> {
  return write(ctx, EndFirmwareRuleInput.parse(input), { least: null, current: null }, 'firmware_rule.ended')
}

async function write(
  ctx: ServiceContext,
  { make, model, before, why }: EndFirmwareRuleInput,
  bounds: Bounds,
  action: 'firmware_rule.set' | 'firmware_rule.ended',
): Promise<number> {
  requireWholeChain(ctx)
  const version = before + 1
  await inTransaction(ctx, async (client) => {
    const known = await findNewest(client, make, model)
    const isEnded = known === null || (known.least === null && known.current === null)
    if ((known?.version ?? 0) !== before || (isEnded && action === 'firmware_rule.ended')) throw changedMeanwhile()
    const { rowCount } = await client.query(
      `insert into firmware_rule (id, make, model, version, least, current, why, set_at, set_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (upper(make), upper(model), version) do nothing`,
      [ctx.newId(), make, model, version, bounds.least, bounds.current, why, ctx.now(), actorText(ctx.actor)],
    )
    if (rowCount === 0) throw changedMeanwhile()
    await recordAct(ctx, client, {
      action,
      target: { type: 'firmware_rule', id: `${make} ${model}` },
      ...(known === null ? {} : { before: { ...known } }),
      after: { version, ...bounds },
      personal: { why },
    })
    await notifyChange(client, { entity: 'device', id: 'all' })
  })
  return version
}

async function findNewest(client: pg.PoolClient, make: string, model: string): Promise<(Bounds & { version: number }) | null> {
  const { rows } = await client.query<Bounds & { version: number }>(
    `select version, least, current from firmware_rule where upper(make) = upper($1) and upper(model) = upper($2)
     order by version desc limit 1`,
    [make, model],
  )
  return rows[0] ?? null
}

const changedMeanwhile = () =>
  new ServiceError('conflict', 'Somebody changed this meanwhile. Look at it again.', { reason: 'firmware_changed' })
