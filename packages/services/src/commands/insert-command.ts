import { type CommandKind, commandClasses } from '@counterfoil/protocol'
import type pg from 'pg'
import { ServiceError } from '../errors.ts'

/** Of one agent, that have not ended. */
export const MOST_OPEN = 20

export interface NewCommand {
  readonly commandId: string
  readonly agentId: number
  readonly epoch: number
  readonly kind: CommandKind
  readonly args: object
  readonly reason: string | null
  readonly requestedBy: string
  readonly requestedAt: Date
  readonly notBefore: Date
  readonly expiresAt: Date
  /** What waits for a second person or for its hour has no number yet. */
  readonly state: 'proposed' | 'planned' | 'waiting'
}

/** Writes a command down for the hub to tell. Returns its number, if it has one. Throws `too_many`. */
export async function insertCommand(client: Pick<pg.PoolClient, 'query'>, command: NewCommand): Promise<number | null> {
  const { commandId, agentId, epoch, kind, args, reason, requestedBy, requestedAt, notBefore, expiresAt, state } = command
  const { rows } = await client.query<{ counter: number; open: number }>(
    `update agent set command_counter = command_counter + $2 where id = $1
     returning command_counter as counter, (select count(*)::int from agent_command where agent_id = $1 and state <> 'ended') as open`,
    [agentId, state === 'waiting' ? 1 : 0],
  )
  const { open } = rows[0] ?? { open: 0 }
  const counter = state === 'waiting' ? (rows[0]?.counter ?? 0) : null
  if (open >= MOST_OPEN)
    throw new ServiceError('too_many', `${open} commands of this agent have not ended yet.`, { reason: 'commands_waiting' })
  await client.query(
    `insert into agent_command (id, agent_id, epoch, counter, kind, class, args, reason, requested_by, requested_at, not_before, expires_at, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      ...[commandId, agentId, epoch, counter, kind, commandClasses[kind], JSON.stringify(args), reason],
      ...[requestedBy, requestedAt, notBefore, expiresAt, state],
    ],
  )
  return counter
}
