import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { readTogether } from '../read-rows.ts'
import { countDisturbed } from './count-disturbed.ts'
import { countStores, readCandidates, sortCandidates, tokenOf } from './find-members.ts'
import { ChosenAgents, GroupArgs, GroupKind, groupTask, STORES_ALONE } from './group-choice.ts'

export const PreviewGroupInput = z.strictObject({ chosen: ChosenAgents, kind: GroupKind, args: GroupArgs })
export type PreviewGroupInput = z.input<typeof PreviewGroupInput>

export interface GroupPreview {
  /** Names exactly what was looked at: nothing else is begun. */
  readonly token: string
  readonly class: 0 | 1 | 2
  /** Whether terminals are asked, or agents. */
  readonly ofTerminals: boolean
  /** So many will be asked, in so many agents and stores. */
  readonly members: number
  readonly agents: number
  readonly stores: number
  /** Agents that have no connection now; they are told when they are back in time. */
  readonly away: number
  readonly shutOut: number
  readonly withoutTerminal: number
  readonly leftOut: number
  /** It is so wide that somebody else has to approve it. */
  readonly takesTwo: boolean
  /** By what a place can be narrowed. */
  readonly protocols: readonly string[]
  readonly models: readonly string[]
  readonly versions: readonly string[]
}

/** Who would be asked, and what they would notice. Nothing is changed. Throws `forbidden` and `invalid` for what cannot be asked of many. */
export async function previewGroup(
  ctx: ServiceContext,
  { chosen, kind, args }: z.output<typeof PreviewGroupInput>,
): Promise<GroupPreview> {
  const task = groupTask({ kind, args })
  const { candidates, disturbed, ...found } = await readTogether(ctx, async (rows) => {
    const sorted = sortCandidates(await readCandidates(ctx, rows, chosen), chosen, task)
    return { ...sorted, disturbed: task.class === 2 ? await countDisturbed(ctx, rows, sorted.members) : 0 }
  })
  const { members, shutOut, withoutTerminal, leftOut } = found
  const stores = countStores(members)
  return {
    token: tokenOf(task, members),
    class: task.class,
    ofTerminals: task.ofTerminals,
    members: members.length,
    agents: new Set(members.map(({ agentId }) => agentId)).size,
    stores,
    away: new Set(members.filter(({ connected }) => !connected).map(({ agentId }) => agentId)).size,
    shutOut,
    withoutTerminal,
    leftOut,
    takesTwo: disturbed > STORES_ALONE,
    protocols: distinct(candidates.map(({ protocol }) => protocol)),
    models: distinct(candidates.map(({ model }) => model)),
    versions: distinct(candidates.map(({ version }) => version)),
  }
}

const distinct = (values: readonly (string | null)[]): string[] =>
  [...new Set(values)].filter((value): value is string => value !== null && value !== '').toSorted()
