import { hideFirstDigits } from '@counterfoil/protocol'
import type pg from 'pg'
import type { AgentReport, BatchRows } from '../ingest/batch-rows.ts'
import { noteHubPath } from './note-hub-path.ts'

type ToldBatch = Pick<BatchRows, 'agentId' | 'storeId' | 'epoch' | 'reports' | 'events'>
type Client = Pick<pg.PoolClient, 'query'>

const NEWS: readonly string[] = ['agent.alert', 'agent.vitals', 'agent.configured', 'agent.hub_path']
const isNews = ({ event }: AgentReport): boolean => NEWS.includes(event.kind)
const isFault = (kind: string): boolean => kind === 'terminal.discarded' || kind === 'terminal.mismatch'

/** Whether agents tell here how they are, or what a driver could not make sense of. */
export function holdsAgentNews(batches: readonly ToldBatch[]): boolean {
  return batches.some(({ reports, events }) => reports.some(isNews) || events.some(({ kind }) => isFault(kind)))
}

/** Keeps it, in the transaction that keeps the events. A clock that is ahead makes nothing begin in the future. */
export async function noteAgentNews(client: Client, batches: readonly ToldBatch[], now: Date): Promise<void> {
  for (const { agentId, storeId, epoch, reports, events } of batches) {
    for (const { event, seq } of reports) {
      const at = new Date(Math.min(event.at, now.getTime()))
      if (event.kind === 'agent.alert') await noteTrouble(client, agentId, event, at)
      else if (event.kind === 'agent.configured') {
        // An agent that tells none may be an older one: what the newer told of it holds no more.
        // Started anew, it goes by the first of them until it tells otherwise.
        await client.query(
          `update agent set hub_addresses = $2, hub_in_use = null,
             hubs_since = case when hub_addresses is distinct from $2::text[] or hubs_since is null then $3 else hubs_since end where id = $1`,
          [agentId, event.hubs?.map(plain) ?? [], at],
        )
      } else if (event.kind === 'agent.hub_path') {
        await noteHubPath(client, { agentId, storeId, epoch, seq }, event, at)
      } else if (event.kind === 'agent.vitals') {
        await client.query(
          `insert into agent_vitals (agent_id, at, os, os_version, up_seconds, disk_free_bytes, disk_size_bytes, memory_free_bytes, memory_size_bytes)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (agent_id) do update set at = excluded.at, os = excluded.os,
             os_version = excluded.os_version, up_seconds = excluded.up_seconds, disk_free_bytes = excluded.disk_free_bytes,
             disk_size_bytes = excluded.disk_size_bytes, memory_free_bytes = excluded.memory_free_bytes, memory_size_bytes = excluded.memory_size_bytes`,
          [
            ...[agentId, at, plain(event.os), plain(event.osVersion), event.upSeconds],
            ...[event.diskFreeBytes, event.diskSizeBytes, event.memoryFreeBytes, event.memorySizeBytes],
          ],
        )
      }
    }
    for (const { kind, terminalId, atMs } of events) {
      if (!isFault(kind) || terminalId === null) continue
      await client.query(
        `insert into terminal_hour (hour, terminal_id, approved, declined, faults) values (date_trunc('hour', $1::timestamptz), $2, 0, 0, 1)
         on conflict (hour, terminal_id) do update set faults = terminal_hour.faults + 1`,
        [new Date(Math.min(atMs ?? now.getTime(), now.getTime())), terminalId],
      )
    }
  }
}

/** Told again while it goes on, it stays the one that began then. */
async function noteTrouble(
  client: Client,
  agentId: number,
  { code, state, detail }: Extract<AgentReport['event'], { readonly kind: 'agent.alert' }>,
  at: Date,
): Promise<void> {
  if (state === 'cleared') {
    await client.query(
      'update agent_trouble set until = greatest(since, $3) where agent_id = $1 and code = $2 and until is null',
      [agentId, code, at],
    )
    return
  }
  await client.query('insert into agent_trouble (agent_id, code, since, detail) values ($1, $2, $3, $4) on conflict do nothing', [
    agentId,
    code,
    at,
    plain(detail),
  ])
}

/** PostgreSQL's texts hold no NUL; the event keeps it. */
const plain = (text: string): string => hideFirstDigits(text).replaceAll('\u0000', '')
