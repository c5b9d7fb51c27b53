import { RowId } from '@counterfoil/protocol'
import { z } from 'zod'
import { findAgentWithin } from '../commands/find-agent-within.ts'
import type { ListedCommand } from '../commands/list-commands.ts'
import type { ServiceContext } from '../context.ts'
import { readWishesOfAll } from '../device-settings/read-wishes.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { epochMs, readTogether } from '../read-rows.ts'
import { readAgentsToSet } from './agent-to-set.ts'
import { sentSettings } from './setting-paths.ts'
import { contentOf, diffContent, nothingSet, type SettingChange, wantedContent } from './wanted-content.ts'
import { indexWishes } from './wish-index.ts'

const SHOWN = 20

export const ListConfigurationsInput = z.strictObject({ agentId: RowId })
export type ListConfigurationsInput = z.infer<typeof ListConfigurationsInput>

export interface ListedConfiguration {
  readonly number: number
  readonly hash: string
  readonly why: string
  readonly madeBy: string
  readonly madeAtMs: number
  readonly state: 'sent' | 'on_trial' | 'in_force' | 'replaced' | 'returned' | 'set_aside'
  readonly stateAtMs: number
  readonly cause: string | null
  readonly detail: string | null
  /** How its command stands: what the agent has told nothing of may have been refused, or be over. */
  readonly command: Pick<ListedCommand, 'state' | 'outcome' | 'code' | 'lines'>
  readonly notBeforeMs: number
  /** Against the agent's own file: everything it sets. */
  readonly sets: readonly SettingChange[]
}

export interface ConfigurationsOfAgent {
  /** Which lies over the agent's own file, as it told; null: none. */
  readonly inForce: number | null
  /** It tells of one that was not sent from here, or not like this. */
  readonly unknown: boolean
  /** What it sets. */
  readonly sets: readonly SettingChange[]
  /** What is said in the settings and not in force here. */
  readonly drift: readonly SettingChange[]
  readonly versions: readonly ListedConfiguration[]
}

/** How an agent is set from here: what is in force, what is not, and every version sent. Throws `not_found`. */
export async function listConfigurations(
  ctx: Pick<ServiceContext, 'pool' | 'actor'>,
  { agentId }: ListConfigurationsInput,
): Promise<ConfigurationsOfAgent> {
  await findAgentWithin(ctx, ctx.pool, agentId)
  return readTogether(ctx, async (rows) => {
    const [agent] = await readAgentsToSet(rows, { within: storesWithin(ctx, { kind: 'chain' }), agentId })
    const wishes = indexWishes(await readWishesOfAll(rows, sentSettings))
    const inForce = contentOf(agent?.document ?? null)
    const versions = await rows<Omit<ListedConfiguration, 'sets'> & { document: string }>(
      `select c.number, encode(c.hash, 'hex') as hash, c.why, u.name as "madeBy", ${epochMs('c.made_at')} as "madeAtMs", c.state,
         ${epochMs('c.state_at')} as "stateAtMs", c.cause, c.detail, c.document, ${epochMs('o.not_before')} as "notBeforeMs",
         jsonb_build_object('state', o.state, 'outcome', o.outcome, 'code', o.code, 'lines', o.lines) as command
       from agent_configuration c join "user" u on u.id = c.made_by join agent_command o on o.id = c.command_id
       where c.agent_id = $1 order by c.number desc limit $2`,
      agentId,
      SHOWN,
    )
    return {
      inForce: agent?.inForce ?? null,
      unknown: agent !== undefined && agent.inForce !== null && agent.document === null,
      sets: diffContent(nothingSet, inForce),
      drift: agent === undefined ? [] : diffContent(inForce, wantedContent(agent, wishes)),
      versions: versions.map(({ document, ...version }) => ({ ...version, sets: diffContent(nothingSet, contentOf(document)) })),
    }
  })
}
