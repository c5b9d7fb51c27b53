import type pg from 'pg'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { beginState } from '../devices/intervals.ts'
import { judgeStep } from '../devices/lifecycle.ts'
import type { LockedDevice } from '../devices/lock-device.ts'
import type { InspectionFinding } from './judge-inspection.ts'

interface Suspicion {
  readonly device: LockedDevice
  readonly inspectionId: string
  readonly findings: readonly InspectionFinding[]
}

/**
 * A device somebody has doubts about is blocked at once: what it takes from now on is flagged, and only whoever looks after devices
 * clears it. A device that is blocked or gone already stays what it is.
 */
export async function blockDevice(
  ctx: ServiceContext,
  client: pg.PoolClient,
  { device, inspectionId, findings }: Suspicion,
): Promise<void> {
  const { id, state, storeId } = device
  if (!judgeStep(state, 'blocked', storeId !== null).ok) return
  const reason = `inspection ${inspectionId}: ${findings.join(', ')}`
  await beginState(client, id, { at: ctx.now(), state: 'blocked', reason, actor: ctx.actor })
  await recordAct(ctx, client, {
    action: 'device.state_changed',
    target: { type: 'device', id: String(id) },
    before: { state },
    after: { state: 'blocked', inspectionId },
    personal: { reason },
  })
}
