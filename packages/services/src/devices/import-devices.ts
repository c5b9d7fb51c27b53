import { createHash } from 'node:crypto'
import { notifyChange } from '@counterfoil/db/connections'
import type pg from 'pg'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { readCsv } from '../csv/index.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { scopeCondition, scopeValues } from '../stores/scope-condition.ts'
import { deviceReachAt } from './device-reach.ts'
import { type ImportPlan, type Known, type KnownDevice, planImport, serialKey } from './import-plan.ts'
import { refuseDuplicates } from './refuse-duplicates.ts'
import { writeImport } from './write-import.ts'

/** A file as text: ten thousand lines of the longest that are usual. Of a longer one the parts come one after the other. */
const LONGEST_FILE = 2_500_000
const MOST_SHOWN = 200

export const PreviewDeviceImportInput = z.strictObject({ text: z.string().min(1).max(LONGEST_FILE) })
export type PreviewDeviceImportInput = z.infer<typeof PreviewDeviceImportInput>

export const ImportDevicesInput = PreviewDeviceImportInput.extend({
  /** Of the preview that was looked at. */
  planHash: z.string().regex(/^[0-9a-f]{64}$/),
})
export type ImportDevicesInput = z.infer<typeof ImportDevicesInput>

export interface DeviceImportPreview {
  readonly counts: { readonly new: number; readonly changed: number; readonly same: number; readonly errors: number }
  /** The first of those that would do something. */
  readonly lines: ImportPlan['lines']
  readonly errors: ImportPlan['errors']
  /** What was shown, to be confirmed. */
  readonly planHash: string
}

/** What a file would do to the inventory, line by line; nothing is changed. */
export async function previewDeviceImport(ctx: ServiceContext, { text }: PreviewDeviceImportInput): Promise<DeviceImportPreview> {
  const plan = await readPlan(ctx, ctx.pool, text)
  const doing = plan.lines.filter(({ what }) => what !== 'same')
  return {
    counts: { ...countsOf(plan), errors: plan.errors.length },
    lines: doing.slice(0, MOST_SHOWN),
    errors: plan.errors.slice(0, MOST_SHOWN),
    planHash: hashOf(plan),
  }
}

/** Does what the preview showed, all of it or nothing. `conflict` when the inventory has changed since, or a line has an error. */
export async function importDevices(ctx: ServiceContext, input: ImportDevicesInput): Promise<DeviceImportPreview['counts']> {
  const { text, planHash } = ImportDevicesInput.parse(input)
  return refuseDuplicates(() =>
    inTransaction(ctx, async (client) => {
      const first = await readPlan(ctx, client, text)
      const touched = first.lines.flatMap((one) => (one.what === 'changed' ? [one.id] : []))
      // Read once more when nobody can change them any more: the plan is true until it is done.
      await client.query('select from device where id = any($1) order by id for update', [touched])
      const plan = await readPlan(ctx, client, text)
      if (plan.errors.length > 0)
        throw new ServiceError('invalid', 'Lines of this file have errors. Nothing was changed.', { reason: 'lines_wrong' })
      if (hashOf(plan) !== planHash) {
        throw new ServiceError('conflict', 'The inventory has changed since. Look at what the file would do now.', {
          reason: 'plan_changed',
        })
      }
      const counts = countsOf(plan)
      const { made, changed } = await writeImport(ctx, client, plan)
      await recordAct(ctx, client, {
        action: 'devices.imported',
        target: { type: 'device_inventory', id: 'all' },
        after: { sha256: createHash('sha256').update(text).digest('hex'), ...counts, made, changed },
      })
      await notifyChange(client, { entity: 'device', id: 'all' })
      return { ...counts, errors: 0 }
    }),
  )
}

function countsOf({ lines }: ImportPlan) {
  const count = (what: string) => lines.filter((one) => one.what === what).length
  return { new: count('new'), changed: count('changed'), same: count('same') }
}

const hashOf = (plan: ImportPlan): string => createHash('sha256').update(JSON.stringify(plan)).digest('hex')

async function readPlan(ctx: ServiceContext, client: Pick<pg.PoolClient, 'query'>, text: string): Promise<ImportPlan> {
  const rows = readCsv(text)
  if (rows === null) throw new ServiceError('invalid', 'A quotation in this file is never closed.', { reason: 'not_csv' })
  return planImport(rows, await readKnown(ctx, client))
}

/** Two statements whatever the file holds: what is known fits into memory many times over. */
async function readKnown(ctx: ServiceContext, client: Pick<pg.PoolClient, 'query'>): Promise<Known> {
  const values = scopeValues(storesWithin(ctx, { kind: 'chain' }))
  const stores = await client.query<{ id: number; code: string }>(
    `select s.id, s.code from store s where ${scopeCondition}`,
    values,
  )
  const devices = await client.query<KnownDevice>(
    `select d.id, d.kind, d.state, d.make, d.model, d.serial, d.firmware, d.approval_number as "approvalNumber",
       d.approval_expires_on::text as "approvalExpiresOn", d.p2pe, d.p2pe_solution as "p2peSolution", d.notes, d.store_id as "storeId", l.key as lane
     from device d left join store s on s.id = d.store_id left join lane l on l.id = d.lane_id
     where d.state <> 'removed' and ${deviceReachAt(1)} order by d.registered, d.id`,
    values,
  )
  const known = new Map<string, KnownDevice>()
  for (const device of devices.rows) {
    known.set(String(device.id), device)
    if (device.serial !== null) known.set(serialKey(device.kind, device.make, device.serial), device)
  }
  return {
    devices: known,
    storeIds: new Map(stores.rows.map(({ id, code }) => [code, id])),
    wholeChain: values.every((value) => value === null),
  }
}
