import type pg from 'pg'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'

export interface GroupWithin {
  readonly kind: string
  readonly class: number
  readonly state: 'proposed' | 'running' | 'stopped' | 'done'
  readonly requestedBy: string
  readonly tellMinutes: number
  readonly expiresAt: Date
  /** The actor reaches every store of it. */
  readonly isWhole: boolean
}

/** The group, if the actor reaches any of its stores; locked for who changes it. Throws `not_found`. */
export async function findGroupWithin(
  ctx: Pick<ServiceContext, 'actor'>,
  client: Pick<pg.PoolClient, 'query'>,
  groupId: string,
  lock: '' | 'for update' = '',
): Promise<GroupWithin> {
  const members = `from command_group_agent m join store s on s.id = m.store_id where m.group_id = g.id`
  const { rows } = await client.query<GroupWithin & { isPart: boolean }>(
    `select g.kind, g.class, g.state, g.requested_by as "requestedBy", g.tell_minutes as "tellMinutes", g.expires_at as "expiresAt",
       exists (select ${members} and ${scopeConditionAt(2)}) as "isPart",
       not exists (select ${members} and (${scopeConditionAt(2)}) is not true) as "isWhole"
     from command_group g where g.id = $1 ${lock === '' ? '' : 'for update of g'}`,
    [groupId, ...scopeValues(storesWithin(ctx, { kind: 'chain' }))],
  )
  const [group] = rows
  if (group === undefined || !group.isPart)
    throw new ServiceError('not_found', 'There is no such group.', { reason: 'group_unknown' })
  return group
}
