import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { readTogether } from '../read-rows.ts'
import { scopeValues } from '../stores/scope-condition.ts'
import { deviceReachAt } from './device-reach.ts'

export const ListApprovalsInput = z.strictObject({ scope: WatchScope })
export type ListApprovalsInput = z.infer<typeof ListApprovalsInput>

/** All devices whose PTS approval ends on one day, by what they are. */
export interface EndingApproval {
  readonly endsOn: string
  readonly make: string | null
  readonly model: string | null
  readonly approvalNumber: string | null
  readonly devices: number
}

const MOST_SHOWN = 60

/** When approvals end, the nearest first; also those that have ended, as long as devices with them are about. */
export async function listApprovals(ctx: ServiceContext, { scope }: ListApprovalsInput): Promise<EndingApproval[]> {
  return readTogether(ctx, (rows) =>
    rows<EndingApproval>(
      `select d.approval_expires_on::text as "endsOn", d.make, d.model, d.approval_number as "approvalNumber", count(*)::int4 as devices
       from device d left join store s on s.id = d.store_id
       where d.approval_expires_on is not null and d.state not in ('swapped_out', 'removed') and ${deviceReachAt(1)}
       group by 1, 2, 3, 4 order by 1, 2, 3, 4 limit ${MOST_SHOWN}`,
      ...scopeValues(storesWithin(ctx, scope)),
    ),
  )
}
