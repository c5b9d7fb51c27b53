import type { ServiceContext } from '../context.ts'
import type { ReadRows } from '../read-rows.ts'
import type { GroupMember } from './find-members.ts'

/** Whoever answers the calls of twenty stores has done so after it. */
const WITHIN_MS = 3_600_000

/**
 * How many stores the actor disturbs on their own word, these and those of the last hour together: many stores that are asked in
 * parts, or set by a configuration each, are many all the same.
 */
export async function countDisturbed(
  { actor, now }: Pick<ServiceContext, 'actor' | 'now'>,
  rows: ReadRows,
  members: readonly Pick<GroupMember, 'storeId'>[],
): Promise<number> {
  const [found] = await rows<{ stores: number }>(
    `select count(*)::int4 as stores from (
       select m.store_id from command_group g join command_group_agent m on m.group_id = g.id
       where g.requested_by = $1 and g.class = 2 and g.approved_by is null and g.begun_at > $2
       union select a.store_id from agent_configuration f join agent a on a.id = f.agent_id
       where f.made_by = $1 and f.made_at > $2 and not exists (select from command_group_agent m where m.command_id = f.command_id)
       union select unnest($3::int4[])) s`,
    actor.kind === 'user' ? actor.id : '',
    new Date(now().getTime() - WITHIN_MS),
    members.map(({ storeId }) => storeId),
  )
  return found?.stores ?? 0
}
