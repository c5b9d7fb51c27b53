import { RowId } from '@counterfoil/protocol'
import { z } from 'zod'
import { readRosterInForce } from '../approvers/read-roster.ts'
import type { ServiceContext } from '../context.ts'
import { epochMs, type ReadRows, readTogether } from '../read-rows.ts'
import { findAgentWithin } from './find-agent-within.ts'

const SHOWN = 20

export const ListCommandsInput = z.strictObject({ agentId: RowId })
export type ListCommandsInput = z.infer<typeof ListCommandsInput>

export interface ListedCommand {
  readonly commandId: string
  readonly kind: string
  readonly args: Readonly<Record<string, string | number>>
  readonly reason: string | null
  /** The person's name. */
  readonly requestedBy: string
  readonly requestedAtMs: number
  readonly expiresAtMs: number
  readonly class: 0 | 1 | 2 | 3
  readonly state: 'proposed' | 'planned' | 'waiting' | 'sent' | 'started' | 'ended'
  readonly startedAtMs: number | null
  readonly endedAtMs: number | null
  readonly outcome: 'done' | 'failed' | 'refused' | 'expired' | 'unknown' | 'withdrawn' | 'unanswered' | null
  readonly code: string | null
  readonly lines: readonly string[]
  /** Who approved it. */
  readonly approvedBy: readonly string[]
  /** It waits for a second person, and the actor is one whom agents know. */
  readonly mayApprove: boolean
}

export interface CommandList {
  readonly agent: {
    readonly name: string
    readonly state: 'active' | 'revoked' | 'locked'
    readonly connected: boolean
  }
  readonly store: { readonly storeId: number; readonly code: string; readonly name: string }
  readonly terminals: readonly string[]
  readonly commands: readonly ListedCommand[]
}

/** An agent's newest commands and what became of them. Throws `not_found`. */
export async function listCommands(
  ctx: Pick<ServiceContext, 'pool' | 'actor'>,
  { agentId }: ListCommandsInput,
): Promise<CommandList> {
  const agent = await findAgentWithin(ctx, ctx.pool, agentId)
  const { name, state, storeId, storeCode, storeName, terminals } = agent
  return readTogether(ctx, async (read) => {
    const [presence] = await read<{ connected: boolean }>(
      'select connected from agent_presence where agent_id = $1 and until is null',
      agentId,
    )
    return {
      agent: { name, state, connected: presence?.connected ?? false },
      store: { storeId, code: storeCode, name: storeName },
      terminals,
      commands: await readCommands(read, agentId, await approverOf(ctx)),
    }
  })
}

/** The actor's id, when they are on the list of approvers in force. */
async function approverOf({ pool, actor }: Pick<ServiceContext, 'pool' | 'actor'>): Promise<string> {
  const inForce = await readRosterInForce(pool)
  return actor.kind === 'user' && inForce?.roster.members.some(({ person }) => person === `user:${actor.id}`) === true
    ? actor.id
    : ''
}

function readCommands(read: ReadRows, agentId: number, approver: string): Promise<ListedCommand[]> {
  return read<ListedCommand>(
    `select c.class, c.state = 'proposed' and $3 not in ('', c.requested_by) as "mayApprove",
            array(select a.name from agent_command_approval p join "user" a on a.id = p.person_id where p.command_id = c.id order by p.approved_at) as "approvedBy",
            c.id::text as "commandId", c.kind, c.args, c.reason, u.name as "requestedBy", ${epochMs('c.requested_at')} as "requestedAtMs",
            ${epochMs('c.expires_at')} as "expiresAtMs", c.state, ${epochMs('c.started_at')} as "startedAtMs", ${epochMs('c.ended_at')} as "endedAtMs",
            c.outcome, c.code, c.lines
     from agent_command c join "user" u on u.id = c.requested_by
     where c.agent_id = $1 order by c.requested_at desc, c.id desc limit $2`,
    agentId,
    SHOWN,
    approver,
  )
}
