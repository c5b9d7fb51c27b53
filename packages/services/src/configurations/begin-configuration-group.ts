import type pg from 'pg'
import { insertGroup } from '../command-groups/insert-group.ts'
import type { ServiceContext } from '../context.ts'
import { type SettingPlace, scopeOfPlace } from '../device-settings/setting-place.ts'
import { countChanges } from './count-changes.ts'
import type { PlannedAgent } from './preview-configuration.ts'

/** Agents are told for four hours; with a window for a whole day, so that it opens once by every store's clock. */
const TELL_MINUTES = { atOnce: 240, window: 24 * 60 }

export interface ConfigurationGroup {
  readonly place: SettingPlace
  readonly token: string
  readonly reason: string
  readonly window: string | null
  readonly trialSeconds: number
  readonly atOnce: number
  readonly perMinute: number | null
  readonly requestedBy: string
  readonly changing: readonly PlannedAgent[]
  /** For a second person. */
  readonly waits: boolean
}

/**
 * Sends documents to more agents than go at once: as a group, a few at a time, which stops when too many fare badly. In many stores it
 * waits for a second person. Gives its id, and whether it waits.
 */
export async function beginConfigurationGroup(
  ctx: ServiceContext,
  client: pg.PoolClient,
  { place, token, reason, window, trialSeconds, atOnce, perMinute, requestedBy, changing, waits }: ConfigurationGroup,
): Promise<{ readonly groupId: string; readonly waits: boolean }> {
  const groupId = ctx.newId()
  const members = changing.map(({ agent: { agentId, epoch, storeId, connected } }) => ({
    ...{ agentId, epoch, storeId, connected, terminal: '' },
  }))
  const { changes, more } = countChanges(changing.map(({ preview }) => preview.changes))
  await insertGroup(ctx, client, {
    ...{ groupId, kind: 'agent.configure' as const, class: 2 as const, reason },
    args: { window, trialSeconds, changes, moreChanges: more },
    ...{ chosen: { kind: 'place' as const, scope: scopeOfPlace(place) }, token, members, atOnce, perMinute },
    ...{ tellMinutes: window === null ? TELL_MINUTES.atOnce : TELL_MINUTES.window, requestedBy },
    state: waits ? 'proposed' : 'running',
  })
  await client.query(
    `insert into command_group_configuration (group_id, place, content, before_number)
     select $1, u.nth, u.content, u.before_number from unnest($2::jsonb[], $3::int4[]) with ordinality as u (content, before_number, nth)`,
    [groupId, changing.map(({ content }) => JSON.stringify(content)), changing.map(({ agent }) => agent.inForce ?? 0)],
  )
  return { groupId, waits }
}
