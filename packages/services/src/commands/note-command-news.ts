import { type AgentEventOf, hideFirstDigits } from '@counterfoil/protocol'
import type pg from 'pg'
import { noteConfigurationNews } from '../configurations/note-configuration-news.ts'
import type { AgentReport, BatchRows } from '../ingest/batch-rows.ts'

type ToldBatch = Pick<BatchRows, 'agentId' | 'epoch' | 'reports'>

/** Whether agents tell here what became of commands. */
export function holdsCommandNews(batches: readonly ToldBatch[]): boolean {
  return batches.some(({ reports }) => reports.some(isCommandNews))
}

function isCommandNews({ event }: AgentReport): boolean {
  return (
    event.kind === 'command.started' ||
    event.kind === 'command.ended' ||
    event.kind === 'command.approvers' ||
    event.kind === 'agent.configured' ||
    event.kind === 'agent.configuration'
  )
}

/**
 * Writes what agents tell of their commands, in the transaction that keeps their events. The first end counts; only "nothing was
 * heard" gives way to it. A command nobody here knows changes nothing: the event stays.
 */
export async function noteCommandNews(
  client: Pick<pg.PoolClient, 'query'>,
  batches: readonly ToldBatch[],
  now: Date,
): Promise<number[]> {
  const agents = new Set<number>()
  for (const { agentId, epoch, reports } of batches) {
    for (const { seq, event } of reports) {
      if (event.kind === 'command.started') {
        await client.query(
          `update agent_command set state = 'started', started_at = $4 where id = $1 and agent_id = $2 and epoch = $3 and state in ('waiting', 'sent')`,
          [event.command, agentId, epoch, now],
        )
      } else if (event.kind === 'command.ended') {
        await client.query(
          `update agent_command set state = 'ended', outcome = $4, code = $5, lines = $6, ended_at = $7, event_seq = $8
           where id = $1 and agent_id = $2 and epoch = $3 and (state <> 'ended' or outcome = 'unanswered')`,
          [event.command, agentId, epoch, event.outcome, event.code ?? null, event.lines.map(plain), now, seq],
        )
      } else if (event.kind === 'command.approvers') {
        await noteApprovers(client, agentId, epoch, event)
      } else continue
      agents.add(agentId)
    }
  }
  for (const agentId of await noteConfigurationNews(client, batches, now)) agents.add(agentId)
  return [...agents]
}

/** What the agent says it keeps, for people to see; an agent that follows decides by what it keeps, not by this. */
async function noteApprovers(
  client: Pick<pg.PoolClient, 'query'>,
  agentId: number,
  epoch: number,
  { number, verdict }: AgentEventOf<'command.approvers'>,
): Promise<void> {
  await client.query(
    verdict === 'refused'
      ? 'update agent set roster_refused = $3 where id = $1 and epoch = $2'
      : 'update agent set roster_number = $3, roster_epoch = $2, roster_refused = null where id = $1 and epoch = $2',
    [agentId, epoch, number],
  )
}

/** PostgreSQL's texts hold no NUL; the event keeps it. */
function plain(line: string): string {
  return hideFirstDigits(line).replaceAll('\u0000', '')
}
