import type { StoresWithin } from '../permissions/stores-within.ts'
import type { ReadRows } from '../read-rows.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'

/** Where the members of a group are, each in one of these. */
export interface MemberCounts {
  readonly notTold: number
  /** Of those not told: without a connection now. */
  readonly away: number
  /** Not to be told any more: shut out, enrolled anew, or the terminal is gone. */
  readonly passedOver: number
  /** Told by the hub as soon as their agent hears it. */
  readonly waiting: number
  readonly underWay: number
  readonly done: number
  readonly failed: number
  readonly refused: number
  readonly unknown: number
  readonly unanswered: number
  readonly expired: number
  readonly withdrawn: number
}

/** SQL text: which one a member `m` with its command `c` is in. */
export const memberState = `case when m.passed_over is not null then 'passed_over' when c.id is null then 'not_told'
  when c.state = 'waiting' then 'waiting' when c.state <> 'ended' then 'under_way' else c.outcome end`

const of = (state: string) => `count(*) filter (where ${memberState} = '${state}')::int4`

/** Counts the members of groups in these stores, in one question; groups without any there are missing. */
export async function countMembers(
  rows: ReadRows,
  groupIds: readonly string[],
  within: StoresWithin,
): Promise<ReadonlyMap<string, MemberCounts>> {
  const counted = await rows<MemberCounts & { groupId: string }>(
    `select m.group_id::text as "groupId", ${of('not_told')} as "notTold",
       count(*) filter (where ${memberState} = 'not_told' and not coalesce(p.connected, false))::int4 as away,
       ${of('passed_over')} as "passedOver", ${of('waiting')} as waiting, ${of('under_way')} as "underWay", ${of('done')} as done,
       ${of('failed')} as failed, ${of('refused')} as refused, ${of('unknown')} as unknown, ${of('unanswered')} as unanswered,
       ${of('expired')} as expired, ${of('withdrawn')} as withdrawn
     from command_group_agent m join store s on s.id = m.store_id left join agent_command c on c.id = m.command_id
       left join agent_presence p on p.agent_id = m.agent_id and p.until is null
     where m.group_id = any ($4::uuid[]) and ${scopeConditionAt(1)} group by m.group_id`,
    ...scopeValues(within),
    groupIds,
  )
  return new Map(counted.map(({ groupId, ...counts }) => [groupId, counts]))
}
