import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { epochMs, readTogether } from '../read-rows.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import { memberState } from './count-members.ts'

/** What somebody looks for among two thousand. */
const which = ['trouble', 'under_way', 'not_told', 'done'] as const
export type WhichMembers = (typeof which)[number]

const STATES: Readonly<Record<WhichMembers, readonly string[]>> = {
  trouble: ['failed', 'refused', 'unknown', 'unanswered', 'expired', 'withdrawn', 'passed_over'],
  under_way: ['waiting', 'under_way'],
  not_told: ['not_told'],
  done: ['done'],
}

export const ListGroupMembersInput = z.strictObject({
  groupId: z.uuid(),
  which: z.enum(which).optional(),
  /** The place of the last one that was shown. */
  cursor: z.int().min(0).max(2_147_483_647).nullish(),
  limit: z.int().min(1).max(200).default(50),
})
export type ListGroupMembersInput = z.input<typeof ListGroupMembersInput>

export interface ListedMember {
  readonly place: number
  readonly agentId: number
  readonly agent: string
  readonly storeId: number
  readonly storeCode: string
  readonly storeName: string
  readonly storeNameLang: string
  /** Empty where the agent itself was asked. */
  readonly terminal: string
  readonly connected: boolean
  readonly state:
    | 'not_told'
    | 'passed_over'
    | 'waiting'
    | 'under_way'
    | 'done'
    | 'failed'
    | 'refused'
    | 'unknown'
    | 'unanswered'
    | 'expired'
    | 'withdrawn'
  readonly passedOver: 'agent_gone' | 'terminal_gone' | 'configured_meanwhile' | null
  readonly code: string | null
  /** The first line of its answer. */
  readonly line: string | null
  readonly toldAtMs: number | null
  readonly endedAtMs: number | null
}

export interface MemberPage {
  readonly members: readonly ListedMember[]
  readonly next: number | null
}

/** Members of a group in the stores the actor reaches, in the order in which they are told. Throws `not_found`. */
export async function listGroupMembers(
  ctx: Pick<ServiceContext, 'pool' | 'actor'>,
  input: ListGroupMembersInput,
): Promise<MemberPage> {
  const { groupId, which: wanted, cursor, limit } = ListGroupMembersInput.parse(input)
  const within = scopeValues(storesWithin(ctx, { kind: 'chain' }))
  const members = await readTogether(ctx, async (rows) => {
    const [any] = await rows(
      `select 1 from command_group_agent m join store s on s.id = m.store_id where m.group_id = $4 and ${scopeConditionAt(1)} limit 1`,
      ...within,
      groupId,
    )
    if (any === undefined) throw new ServiceError('not_found', 'There is no such group.', { reason: 'group_unknown' })
    return rows<ListedMember>(
      `select m.place, a.id as "agentId", a.name as agent, s.id as "storeId", s.code as "storeCode", s.name as "storeName",
         s.name_lang as "storeNameLang", m.terminal, coalesce(p.connected, false) as connected, ${memberState} as state,
         m.passed_over as "passedOver", c.code, c.lines[1] as line, ${epochMs('c.sent_at')} as "toldAtMs", ${epochMs('c.ended_at')} as "endedAtMs"
       from command_group_agent m join agent a on a.id = m.agent_id join store s on s.id = m.store_id
         left join agent_command c on c.id = m.command_id left join agent_presence p on p.agent_id = m.agent_id and p.until is null
       where m.group_id = $4 and m.place > $5 and ${scopeConditionAt(1)} and ($6::text[] is null or ${memberState} = any ($6))
       order by m.place limit $7`,
      ...within,
      ...[groupId, cursor ?? 0, wanted === undefined ? null : STATES[wanted], limit + 1],
    )
  })
  const shown = members.slice(0, limit)
  return { members: shown, next: members.length > limit ? (shown.at(-1)?.place ?? null) : null }
}
