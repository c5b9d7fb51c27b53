import { type CountedChanges, MOST_COUNTED } from '../configurations/count-changes.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { epochMs, type ReadRows, readTogether } from '../read-rows.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import type { GroupIdInput } from './approve-group.ts'
import { countMembers, type MemberCounts } from './count-members.ts'
import type { ChosenAgents } from './group-choice.ts'
import { readGroupChanges } from './read-group-changes.ts'

/** The newest; those before stand in the record. */
const SHOWN = 40

export interface ListedGroup {
  readonly groupId: string
  readonly kind: string
  readonly args: Readonly<Record<string, string | number | null>>
  readonly class: 0 | 1 | 2
  readonly reason: string | null
  readonly chosen: ChosenAgents
  readonly members: number
  readonly stores: number
  readonly atOnce: number
  readonly perMinute: number | null
  readonly state: 'proposed' | 'running' | 'stopped' | 'done'
  readonly endedWhy: 'all_told' | 'stopped' | 'failing' | 'expired' | null
  readonly requestedBy: string
  readonly requestedAtMs: number
  readonly expiresAtMs: number
  readonly approvedBy: string | null
  readonly begunAtMs: number | null
  readonly endedAtMs: number | null
  readonly counts: MemberCounts
  /** It waits for a second person, and the actor could be it. */
  readonly mayApprove: boolean
  readonly mayStop: boolean
}

/** One group, and of one of configurations what they change in the stores the actor reaches. */
export interface GroupDetail extends ListedGroup, Pick<CountedChanges, 'changes'> {
  readonly moreChanges: number
}

/** The newest groups that asked anything of stores within the actor's reach; counts are of these stores alone. */
export async function listGroups(ctx: Pick<ServiceContext, 'pool' | 'actor'>): Promise<readonly ListedGroup[]> {
  return readTogether(ctx, (rows) => readGroups(ctx, rows, null).then((found) => found.map(({ group }) => group)))
}

/** One of them. Throws `not_found`. */
export async function getGroup(ctx: Pick<ServiceContext, 'pool' | 'actor'>, { groupId }: GroupIdInput): Promise<GroupDetail> {
  return readTogether(ctx, async (rows) => {
    const [found] = await readGroups(ctx, rows, groupId)
    if (found === undefined) throw new ServiceError('not_found', 'There is no such group.', { reason: 'group_unknown' })
    const { group, stored, isWhole } = found
    const isTold = stored.changes.length < MOST_COUNTED || stored.more !== null
    // What was written down is of all its stores, and was not always counted to its end.
    const { changes, more } =
      group.kind === 'agent.configure' && !(isWhole && isTold)
        ? await readGroupChanges(rows, groupId, storesWithin(ctx, { kind: 'chain' }))
        : { changes: stored.changes, more: stored.more ?? 0 }
    return { ...group, changes, moreChanges: more }
  })
}

type GroupRow = Omit<ListedGroup, 'counts' | 'mayApprove' | 'mayStop'> & {
  readonly requesterId: string
  readonly isWhole: boolean
  readonly stored: StoredChanges
}

interface StoredChanges extends Pick<CountedChanges, 'changes'> {
  readonly more: number | null
}

interface FoundGroup {
  readonly group: ListedGroup
  readonly stored: StoredChanges
  readonly isWhole: boolean
}

async function readGroups(
  ctx: Pick<ServiceContext, 'actor'>,
  rows: ReadRows,
  groupId: string | null,
): Promise<readonly FoundGroup[]> {
  const within = storesWithin(ctx, { kind: 'chain' })
  const members = 'from command_group_agent m join store s on s.id = m.store_id where m.group_id = g.id'
  const found = await rows<GroupRow>(
    `select g.id::text as "groupId", g.kind, g.args - 'changes' - 'moreChanges' as args,
       jsonb_build_object('changes', coalesce(g.args -> 'changes', '[]'), 'more', g.args -> 'moreChanges') as stored, g.class, g.reason, g.chosen, g.members, g.stores, g.at_once as "atOnce",
       g.per_minute as "perMinute", g.state, g.ended_why as "endedWhy", u.name as "requestedBy", u.id as "requesterId",
       ${epochMs('g.requested_at')} as "requestedAtMs", ${epochMs('g.expires_at')} as "expiresAtMs", v.name as "approvedBy",
       ${epochMs('g.begun_at')} as "begunAtMs", ${epochMs('g.ended_at')} as "endedAtMs",
       not exists (select ${members} and (${scopeConditionAt(1)}) is not true) as "isWhole"
     from command_group g join "user" u on u.id = g.requested_by left join "user" v on v.id = g.approved_by
     where ($4::uuid is null or g.id = $4) and exists (select ${members} and ${scopeConditionAt(1)})
     order by g.requested_at desc, g.id desc limit ${SHOWN}`,
    ...scopeValues(within),
    groupId,
  )
  const ids = found.map((group) => group.groupId)
  const counted = await countMembers(rows, ids, within)
  const me = ctx.actor.kind === 'user' ? ctx.actor.id : null
  return found.flatMap(({ requesterId, isWhole, stored, ...group }) => {
    const counts = counted.get(group.groupId)
    if (counts === undefined) return []
    const isMine = requesterId === me
    const isOpen = group.state === 'proposed' || group.state === 'running'
    return [
      {
        group: {
          ...group,
          counts,
          mayApprove: group.state === 'proposed' && isWhole && !isMine && me !== null,
          mayStop: isOpen && (isWhole || isMine),
        },
        stored,
        isWhole,
      },
    ]
  })
}
