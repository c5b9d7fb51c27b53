import { createHash } from 'node:crypto'
import { canonicalJson } from '@counterfoil/audit'
import { z } from 'zod'
import { countDisturbed } from '../command-groups/count-disturbed.ts'
import { STORES_ALONE } from '../command-groups/group-choice.ts'
import type { ServiceContext } from '../context.ts'
import { readWishesOfAll } from '../device-settings/read-wishes.ts'
import { type FoundPlace, findPlace, SettingPlace, scopeOfPlace } from '../device-settings/setting-place.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { type ReadRows, readTogether } from '../read-rows.ts'
import { type AgentToSet, readAgentsToSet } from './agent-to-set.ts'
import { sentSettings } from './setting-paths.ts'
import {
  type ConfigurationContent,
  contentOf,
  type DriverSchema,
  diffContent,
  problemsOf,
  type SettingChange,
  wantedContent,
} from './wanted-content.ts'
import { indexWishes } from './wish-index.ts'

/** Agents that are sent something at once; more are sent as a group. */
export const SENT_AT_ONCE = 200

export const PreviewConfigurationInput = z.strictObject({ place: SettingPlace })
export type PreviewConfigurationInput = z.infer<typeof PreviewConfigurationInput>

/** Why an agent would be sent nothing, though what is said for it differs from what it has. */
export type Obstacle = 'locked' | 'under_way' | 'commands_waiting' | 'refused_by_driver'

export interface AgentPreview
  extends Pick<
    AgentToSet,
    'agentId' | 'name' | 'connected' | 'storeId' | 'storeCode' | 'storeName' | 'storeNameLang' | 'inForce'
  > {
  readonly changes: readonly SettingChange[]
  readonly obstacle: Obstacle | null
  /** What its driver says to it. */
  readonly problems: readonly string[]
}

export interface ConfigurationPreview {
  /** Names exactly what was looked at: sending takes nothing else. */
  readonly token: string
  /** Agents below the place. */
  readonly agents: number
  /** Those that would be sent something. */
  readonly changing: number
  readonly blocked: number
  /** More than these go as a group, a few at a time. */
  readonly sentAtOnce: number
  readonly stores: number
  /** They go as a group, a few at a time: for their number, or because it waits for somebody. */
  readonly isPaced: boolean
  /** So many stores, or so many within an hour, that somebody else has to approve the group. */
  readonly takesTwo: boolean
  /** Those that differ, as many as are sent at once. */
  readonly listed: readonly AgentPreview[]
}

export interface PlannedAgent {
  readonly agent: AgentToSet
  readonly content: ConfigurationContent
  readonly preview: AgentPreview
}

/** What would change in which agents if what is said for them were sent. Nothing is changed. */
export async function previewConfiguration(
  ctx: ServiceContext,
  drivers: readonly DriverSchema[],
  { place }: PreviewConfigurationInput,
): Promise<ConfigurationPreview> {
  return readTogether(ctx, async (rows) => {
    const planned = await planConfiguration(ctx, rows, drivers, place)
    return summarise(planned, await countDisturbed(ctx, rows, changingOf(planned)))
  })
}

/** The agents of these that would be sent something. */
export function changingOf({ planned }: Plan): readonly AgentToSet[] {
  return planned.filter(({ preview }) => preview.obstacle === null).map(({ agent }) => agent)
}

/** `disturbed`: stores of this and of all that the asker has begun within an hour. */
export function summarise(plan: Plan, disturbed: number): ConfigurationPreview {
  const { agents, planned } = plan
  const changing = changingOf(plan)
  const stores = new Set(changing.map(({ storeId }) => storeId)).size
  const takesTwo = changing.length > 0 && disturbed > STORES_ALONE
  return {
    token: tokenOf(planned),
    agents,
    changing: changing.length,
    blocked: planned.length - changing.length,
    sentAtOnce: SENT_AT_ONCE,
    stores,
    isPaced: takesTwo || changing.length > SENT_AT_ONCE,
    takesTwo,
    listed: planned.slice(0, SENT_AT_ONCE).map(({ preview }) => preview),
  }
}

export interface Plan {
  readonly agents: number
  /** Those whose wishes differ from what they have. */
  readonly planned: readonly PlannedAgent[]
}

export async function planConfiguration(
  ctx: Pick<ServiceContext, 'actor'>,
  rows: ReadRows,
  drivers: readonly DriverSchema[],
  place: SettingPlace,
): Promise<Plan> {
  const { path }: FoundPlace = await findPlace(ctx, rows, place)
  const agents = await readAgentsToSet(rows, {
    within: storesWithin(ctx, scopeOfPlace(place)),
    laneId: place.kind === 'lane' ? path.laneId : null,
    deviceId: path.deviceId,
  })
  const wishes = indexWishes(await readWishesOfAll(rows, sentSettings))
  return {
    agents: agents.length,
    planned: agents.flatMap((agent) => {
      const content = wantedContent(agent, wishes)
      const changes = diffContent(contentOf(agent.document), content)
      if (changes.length === 0) return []
      const problems = problemsOf(content, agent, drivers)
      const { agentId, name, connected, storeId, storeCode, storeName, storeNameLang, inForce } = agent
      const about = { agentId, name, connected, storeId, storeCode, storeName, storeNameLang, inForce }
      return [{ agent, content, preview: { ...about, changes, problems, obstacle: obstacleOf(agent, problems) } }]
    }),
  }
}

const MOST_OPEN = 20

function obstacleOf({ state, underWay, openCommands }: AgentToSet, problems: readonly string[]): Obstacle | null {
  if (state !== 'active') return 'locked'
  if (problems.length > 0) return 'refused_by_driver'
  if (underWay) return 'under_way'
  return openCommands >= MOST_OPEN ? 'commands_waiting' : null
}

function tokenOf(planned: readonly PlannedAgent[]): string {
  const looked = planned.map(({ agent, content, preview }) => [agent.agentId, agent.inForce ?? 0, content, preview.obstacle])
  return createHash('sha256').update(canonicalJson(looked)).digest('hex')
}
