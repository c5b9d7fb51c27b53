import { notifyChange, publishChange } from '@counterfoil/db/connections'
import type pg from 'pg'
import { z } from 'zod'
import { revokeAgentWithin } from '../agents/revoke-agent.ts'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { DeviceId, Reason } from './device-values.ts'
import { beginPlace, beginState, type DevicePlace, nowhere } from './intervals.ts'
import { type DeviceState, deviceMay, deviceStates, goneStates, judgeStep, shutOutStates } from './lifecycle.ts'
import { type LockedDevice, lockDevice } from './lock-device.ts'
import { demandWholeChain } from './register-device.ts'

export const ChangeDeviceStateInput = z
  .strictObject({
    id: DeviceId,
    to: z.enum(deviceStates),
    reason: Reason,
    /** The device that takes its place; only with `swapped_out`. */
    replacedBy: DeviceId.optional(),
  })
  .refine(({ to, replacedBy, id }) => replacedBy === undefined || (to === 'swapped_out' && replacedBy !== id), {
    path: ['replacedBy'],
  })
export type ChangeDeviceStateInput = z.infer<typeof ChangeDeviceStateInput>

/** Takes a step that the table allows, with its reason. What runs on a PC that may enrol no more is shut out in the same transaction. */
export async function changeDeviceState(ctx: ServiceContext, input: ChangeDeviceStateInput): Promise<void> {
  const { id, to, reason, replacedBy } = ChangeDeviceStateInput.parse(input)
  const shutOut = await inTransaction(ctx, async (client) => {
    const { device, next } = await lockBoth(ctx, client, id, replacedBy)
    const step = judgeStep(device.state, to, device.storeId !== null)
    if (!step.ok) throw refusedStep(device.state, to, step.reason)
    if (to === 'unplaced') demandWholeChain(ctx)
    const place = placeIn(to, device)
    if (place !== null) await beginPlace(client, id, ctx.now(), place)
    await beginState(client, id, { at: ctx.now(), state: to, reason, actor: ctx.actor })
    const target = { type: 'device', id: String(id) }
    await recordAct(ctx, client, {
      action: 'device.state_changed',
      target,
      before: { state: device.state },
      after: { state: to, ...(replacedBy === undefined ? {} : { replacedBy }) },
      personal: { reason },
    })
    await notifyChange(client, { entity: 'device', id: String(id) })
    if (next !== null) await takePlaceOf(ctx, client, device, next)
    if (device.agentId === null || !shutOutStates.includes(to)) return null
    return (await revokeAgentWithin(ctx, client, device.agentId)) ? device.agentId : null
  })
  if (shutOut !== null) await publishChange(ctx.db, { entity: 'agent', id: String(shutOut) })
}

/** In the order of their numbers, so that two who swap crosswise do not wait for each other. */
async function lockBoth(ctx: ServiceContext, client: pg.PoolClient, id: number, other: number | undefined) {
  if (other === undefined) return { device: await lockDevice(ctx, client, id), next: null }
  const [first, second] = [await lockDevice(ctx, client, Math.min(id, other)), await lockDevice(ctx, client, Math.max(id, other))]
  return first.id === id ? { device: first, next: second } : { device: second, next: first }
}

/** What is gone leaves its port; the store that had it keeps it in its list. Null: it stays where it is. */
function placeIn(state: DeviceState, device: LockedDevice): DevicePlace | null {
  if (!goneStates.includes(state)) return null
  return state === 'unplaced' ? nowhere : { ...nowhere, storeId: device.storeId }
}

async function takePlaceOf(ctx: ServiceContext, client: pg.PoolClient, before: LockedDevice, next: LockedDevice): Promise<void> {
  const fits = next.kind === before.kind && next.terminalId === null && next.agentId === null && next.state !== 'active'
  if (!fits || !deviceMay[next.state].bePlaced) {
    throw new ServiceError('conflict', 'Only a device of the same kind that waits or is put away can take its place.', {
      field: 'replacedBy',
      reason: 'cannot_replace',
    })
  }
  const { storeId, laneId, terminalId } = before
  // A PC comes with its own enrolment.
  await beginPlace(client, next.id, ctx.now(), { storeId, laneId, terminalId, agentId: null })
  const state = terminalId === null ? 'awaited' : 'active'
  if (state !== next.state) await beginState(client, next.id, { at: ctx.now(), state, reason: null, actor: ctx.actor })
  await recordAct(ctx, client, {
    action: 'device.placed',
    target: { type: 'device', id: String(next.id) },
    before: { storeId: next.storeId, laneId: next.laneId, terminalId: null, state: next.state },
    after: { storeId, laneId, terminalId, state, replaces: before.id },
  })
  await notifyChange(client, { entity: 'device', id: String(next.id) })
}

function refusedStep(from: DeviceState, to: DeviceState, reason: string): ServiceError {
  const message = {
    same_state: `It is ${from} already.`,
    step_not_allowed: `There is no step from ${from} to ${to}.`,
    needs_place: 'Give it a store first.',
  }[reason]
  return new ServiceError('conflict', message ?? reason, { field: 'to', reason })
}
