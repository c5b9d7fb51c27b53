import { notifyChange } from '@counterfoil/db/connections'
import type pg from 'pg'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import {
  type DeviceDescription as Described,
  DeviceDescription,
  DeviceId,
  descriptionColumns,
  descriptionValues,
  deviceKinds,
  LaneKey,
} from './device-values.ts'
import { demandStore, ensureLane } from './find-place.ts'
import { beginPlace, beginState, nowhere } from './intervals.ts'
import { refuseDuplicates } from './refuse-duplicates.ts'

export const RegisterDeviceInput = z
  .strictObject({
    kind: z.enum(deviceKinds),
    description: DeviceDescription,
    /** Where it is expected; null: that is not known yet. */
    storeId: DeviceId.nullable(),
    lane: LaneKey.nullable(),
  })
  .refine(({ kind, storeId, lane }) => lane === null || (kind === 'terminal' && storeId !== null), { path: ['lane'] })
export type RegisterDeviceInput = z.infer<typeof RegisterDeviceInput>

/** What a program asked, and by which key: so that asking twice makes one. */
export interface ProgramRequest {
  readonly key: Buffer
  readonly hash: Buffer
}

/** Takes a device into the inventory before it ever answers. Returns its number. `conflict` when its serial is known already. */
export async function registerDevice(ctx: ServiceContext, input: RegisterDeviceInput): Promise<{ readonly id: number }> {
  const parsed = RegisterDeviceInput.parse(input)
  return { id: await refuseDuplicates(() => inTransaction(ctx, (client) => registerWithin(ctx, client, parsed, null))) }
}

export async function registerWithin(
  ctx: ServiceContext,
  client: pg.PoolClient,
  { kind, description, storeId, lane }: RegisterDeviceInput,
  request: ProgramRequest | null,
): Promise<number> {
  if (storeId === null) demandWholeChain(ctx)
  else await demandStore(ctx, client, storeId)
  const made = await insertDevice(ctx, client, { kind, registered: true, description, request })
  const laneId = storeId === null || lane === null ? null : await ensureLane(client, storeId, lane)
  await beginPlace(client, made, ctx.now(), { ...nowhere, storeId, laneId })
  const state = storeId === null ? 'unplaced' : 'awaited'
  await beginState(client, made, { at: ctx.now(), state, reason: null, actor: ctx.actor })
  const { notes, ...told } = description
  await recordAct(ctx, client, {
    action: 'device.registered',
    target: { type: 'device', id: String(made) },
    after: { kind, ...told, storeId, laneId, state },
    ...(notes === null ? {} : { personal: { notes } }),
  })
  await notifyChange(client, { entity: 'device', id: String(made) })
  return made
}

/** What stands nowhere is out of reach for whoever has a part of the chain only: they would make what they cannot see. */
export function demandWholeChain(ctx: Pick<ServiceContext, 'actor'>): void {
  const { country, region, storeIds } = storesWithin(ctx, { kind: 'chain' })
  if (country === null && region === null && storeIds === null) return
  throw new ServiceError('invalid', 'Name the store: you look after a part of the chain only.', {
    field: 'storeId',
    reason: 'needs_store',
  })
}

export async function insertDevice(
  ctx: Pick<ServiceContext, 'now'>,
  client: Pick<pg.PoolClient, 'query'>,
  given: {
    readonly kind: 'terminal' | 'agent_pc'
    readonly registered: boolean
    readonly description: Described
    readonly request?: ProgramRequest | null
  },
): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `insert into device (kind, registered, state, created_at, request_key, request_hash, ${descriptionColumns})
     values ($1, $2, 'unplaced', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning id`,
    [
      given.kind,
      given.registered,
      ctx.now(),
      given.request?.key ?? null,
      given.request?.hash ?? null,
      ...descriptionValues(given.description),
    ],
  )
  const [row] = rows
  if (row === undefined) throw new Error('PostgreSQL made a device without telling its id')
  return row.id
}
