import { notifyChange } from '@counterfoil/db/connections'
import type pg from 'pg'
import type { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { actorText } from '../devices/device-actor.ts'
import { demand, lockDevice } from '../devices/lock-device.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { rowsThrough } from '../read-rows.ts'
import { countChanges, demandSense, PreviewSettingInput, type SettingPreview } from './preview-setting.ts'
import { type FoundPlace, findPlace, reachesAll } from './setting-place.ts'
import type { SettingName, SettingValue } from './setting-table.ts'

const Value = PreviewSettingInput.shape.value.unwrap()

export const SetSettingInput = PreviewSettingInput.extend({
  value: Value,
  /** What was said there when the asker looked; null: nothing. Whoever changed it since then is not overwritten. */
  before: Value.nullable(),
})
export type SetSettingInput = z.infer<typeof SetSettingInput>

export const ClearSettingInput = SetSettingInput.omit({ value: true }).extend({ before: Value })
export type ClearSettingInput = z.infer<typeof ClearSettingInput>

/** Says at one level what is true below it. Returns how many devices it changed. */
export async function setSetting(ctx: ServiceContext, input: SetSettingInput): Promise<SettingPreview> {
  return change(ctx, 'device_setting.set', SetSettingInput.parse(input))
}

/** Takes back what was said at a level: what is said above it is true again. */
export async function clearSetting(ctx: ServiceContext, input: ClearSettingInput): Promise<SettingPreview> {
  return change(ctx, 'device_setting.cleared', { ...ClearSettingInput.parse(input), value: null })
}

interface Change extends Omit<SetSettingInput, 'value'> {
  readonly value: SettingValue | null
}

async function change(
  ctx: ServiceContext,
  action: 'device_setting.set' | 'device_setting.cleared',
  { place, setting, value, before }: Change,
): Promise<SettingPreview> {
  return inTransaction(ctx, async (client) => {
    const rows = rowsThrough(client)
    const found = await findPlace(ctx, rows, place)
    demandSense(setting, found.level, value)
    if (!reachesAll(ctx.actor, found)) {
      throw new ServiceError('forbidden', 'This level holds more than the stores you look after.', { reason: 'reaches_further' })
    }
    if (found.path.deviceId !== null) demand(await lockDevice(ctx, client, found.path.deviceId), 'change')
    const counted = await countChanges(ctx, rows, place, found, { setting, value })
    if (!(await write(ctx, client, found, { setting, value, before }))) {
      throw new ServiceError('conflict', 'Somebody changed this setting meanwhile. Look at it again.', {
        reason: 'changed_meanwhile',
      })
    }
    const { level, path } = found
    await recordAct(ctx, client, {
      action,
      target: path.deviceId === null ? { type: 'device_setting', id: setting } : { type: 'device', id: String(path.deviceId) },
      before: { value: before },
      after: { setting, level, ...path, value, devices: counted.changed },
    })
    await notifyChange(client, { entity: 'device', id: 'all' })
    return counted
  })
}

/** False when something else is said there by now. */
async function write(
  ctx: ServiceContext,
  client: Pick<pg.PoolClient, 'query'>,
  { level, path }: FoundPlace,
  { setting, value, before }: { readonly setting: SettingName } & Pick<Change, 'value' | 'before'>,
): Promise<boolean> {
  const key = [setting, level, ...keyOf({ level, path })]
  const said = value === null ? [] : [JSON.stringify(value), ctx.now(), actorText(ctx.actor)]
  const was = before === null ? [] : [JSON.stringify(before)]
  const where = `setting = $1 and level = $2 and (country, region, store_id, lane_id, device_id)
    is not distinct from ($3::char(2), $4::text, $5::int4, $6::int4, $7::int4)`
  const statement =
    value === null
      ? `delete from device_setting where ${where} and value = $8::jsonb`
      : before === null
        ? `insert into device_setting (setting, level, country, region, store_id, lane_id, device_id, value, set_at, set_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict on constraint device_setting_key do nothing`
        : `update device_setting set value = $8::jsonb, set_at = $9, set_by = $10 where ${where} and value = $11::jsonb`
  const { rowCount } = await client.query(statement, [...key, ...said, ...was])
  return rowCount === 1
}

/** The columns that name the place itself; those above it are known by where it lies. */
function keyOf({ level, path }: Pick<FoundPlace, 'level' | 'path'>): (string | number | null)[] {
  const { country, region, storeId, laneId, deviceId } = path
  const isPlace = level === 'country' || level === 'region'
  return [
    isPlace ? country : null,
    level === 'region' ? region : null,
    level === 'store' ? storeId : null,
    level === 'lane' ? laneId : null,
    level === 'device' ? deviceId : null,
  ]
}
