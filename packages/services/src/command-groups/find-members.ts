import { createHash } from 'node:crypto'
import { canonicalJson } from '@counterfoil/audit'
import type { ServiceContext } from '../context.ts'
import { deviceReachAt } from '../devices/device-reach.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import type { ReadRows } from '../read-rows.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import type { ChosenAgents, GroupTask } from './group-choice.ts'

/** Of one group. A chain of ten thousand terminals has room. */
export const MEMBERS_AT_MOST = 20_000

/** One thing that was chosen, as far as it leads to an agent. */
export interface Candidate {
  readonly agentId: number | null
  readonly epoch: number
  readonly state: 'active' | 'revoked' | 'locked' | null
  readonly connected: boolean
  readonly version: string | null
  readonly storeId: number
  readonly storeCode: string
  /** The agent's own name of it. */
  readonly terminal: string | null
  readonly protocol: string | null
  readonly model: string | null
}

export interface GroupMember {
  readonly agentId: number
  readonly epoch: number
  readonly storeId: number
  /** Empty where the agent itself is asked. */
  readonly terminal: string
  readonly connected: boolean
}

export interface FoundMembers {
  /** In the order in which they are told: store by store. */
  readonly members: readonly GroupMember[]
  /** Agents that are locked: they take nothing. */
  readonly shutOut: number
  /** Agents that have told of no terminal that fits. */
  readonly withoutTerminal: number
  /** Devices that no agent speaks for. */
  readonly leftOut: number
  readonly candidates: readonly Candidate[]
}

const columns = `a.id as "agentId", a.epoch, a.state, coalesce(p.connected, false) as connected, a.version, s.id as "storeId",
  s.code as "storeCode", t.key as terminal, x.protocol, x.model`
const presence = 'left join agent_presence p on p.agent_id = a.id and p.until is null'

/** What was chosen, as far as the actor reaches. Agents that were shut out for good are no part of a place. */
export function readCandidates(ctx: Pick<ServiceContext, 'actor'>, rows: ReadRows, chosen: ChosenAgents): Promise<Candidate[]> {
  if (chosen.kind === 'place')
    return rows<Candidate>(
      `select ${columns} from agent a join store s on s.id = a.store_id ${presence}
       left join terminal_assignment t on t.agent_id = a.id and t.until is null left join terminal x on x.id = t.terminal_id
       where a.state <> 'revoked' and ${scopeConditionAt(1)} order by s.code, a.id, t.key`,
      ...scopeValues(storesWithin(ctx, chosen.scope)),
    )
  return rows<Candidate>(
    `select ${columns} from device d join store s on s.id = d.store_id
     left join terminal_assignment t on d.kind = 'terminal' and t.terminal_id = d.terminal_id and t.until is null
     left join terminal x on x.id = t.terminal_id
     left join agent a on a.id = coalesce(t.agent_id, d.agent_id) ${presence}
     where d.id = any ($4::int4[]) and ${deviceReachAt(1)} order by s.code, a.id, t.key`,
    ...scopeValues(storesWithin(ctx, { kind: 'chain' })),
    chosen.ids,
  )
}

/** Who of them is asked, each once, and who is not and why. */
export function sortCandidates(
  candidates: readonly Candidate[],
  chosen: ChosenAgents,
  { ofTerminals }: Pick<GroupTask, 'ofTerminals'>,
): FoundMembers {
  const members = new Map<string, GroupMember>()
  const [shutOut, without] = [new Set<number>(), new Set<number>()]
  let leftOut = 0
  for (const one of candidates.filter((candidate) => fits(candidate, chosen))) {
    const { agentId, epoch, storeId, connected } = one
    if (agentId === null || one.state === 'revoked') leftOut += 1
    else if (one.state !== 'active') shutOut.add(agentId)
    else if (ofTerminals && one.terminal === null) without.add(agentId)
    else {
      const terminal = ofTerminals ? (one.terminal ?? '') : ''
      members.set(`${agentId} ${terminal}`, { agentId, epoch, storeId, terminal, connected })
    }
  }
  return {
    members: [...members.values()],
    shutOut: shutOut.size,
    withoutTerminal: without.size,
    leftOut,
    candidates,
  }
}

/** Names exactly who was looked at, and for what: nothing else is begun. */
export function tokenOf({ kind, args }: GroupTask, members: readonly GroupMember[]): string {
  const looked = [kind, args, members.map(({ agentId, epoch, terminal }) => [agentId, epoch, terminal])]
  return createHash('sha256').update(canonicalJson(looked)).digest('hex')
}

export const countStores = (members: readonly GroupMember[]): number => new Set(members.map(({ storeId }) => storeId)).size

function fits({ protocol, model, version }: Candidate, chosen: ChosenAgents): boolean {
  if (chosen.kind !== 'place') return true
  return (
    (chosen.protocol === undefined || chosen.protocol === protocol) &&
    (chosen.model === undefined || chosen.model === model) &&
    (chosen.version === undefined || chosen.version === version)
  )
}
