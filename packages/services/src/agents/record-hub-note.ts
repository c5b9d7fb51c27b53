import { type AuditAction, recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { type HubEventInput, recordHubEvent } from './record-hub-event.ts'

/** What the hub notes of an agent and the log keeps as well: somebody may have copied or put back its disk. */
const faults: Readonly<Record<string, { readonly action: AuditAction; readonly reason: string }>> = {
  fork: { action: 'agent.forked', reason: 'other_hash' },
  'agent.behind': { action: 'agent.forked', reason: 'behind' },
  'agent.disk_reset': { action: 'agent.disk_reset', reason: 'old_join_number' },
}

/** Writes down what the hub saw; where it bears on the record, as an entry of the log too, both or neither. */
export async function recordHubNote(ctx: Pick<ServiceContext, 'pool' | 'newId' | 'now'>, note: HubEventInput): Promise<void> {
  const fault = faults[note.kind]
  if (fault === undefined || note.agentId === null) return recordHubEvent(ctx, note)
  const { agentId, storeId, detail } = note
  await inTransaction(ctx, async (client) => {
    await recordHubEvent({ pool: client, newId: ctx.newId }, note)
    await recordAct({ ...ctx, actor: { kind: 'system', name: 'hub' } }, client, {
      ...fault,
      target: { type: 'agent', id: String(agentId) },
      outcome: 'refused',
      after: { storeId, ...detail },
    })
  })
}
