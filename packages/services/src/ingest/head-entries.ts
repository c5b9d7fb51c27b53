import { type ActContext, type BuiltEntry, buildEntry } from '../audit/build-entry.ts'
import type { BatchRows } from './batch-rows.ts'

export type HeadBatch = Pick<BatchRows, 'agentId' | 'epoch' | 'firstSeq' | 'lastSeq' | 'head'>

/** An entry holds 64 KB; each batch takes some 125 bytes at most. */
const MOST_BATCHES = 350

/**
 * What agents signed, as the log keeps it: one entry a commit, so that whoever rewrites events contradicts the log, and whoever
 * rewrites the log contradicts the agents.
 */
export function headEntries(ctx: Pick<ActContext, 'now' | 'newId'>, batches: readonly HeadBatch[]): BuiltEntry[] {
  const hub: ActContext = { now: ctx.now, newId: ctx.newId, actor: { kind: 'system', name: 'hub' } }
  const entries: BuiltEntry[] = []
  for (let from = 0; from < batches.length; from += MOST_BATCHES) {
    const told = batches
      .slice(from, from + MOST_BATCHES)
      .map(({ agentId, epoch, firstSeq, lastSeq, head }) => [String(agentId), epoch, firstSeq, lastSeq, head.toString('hex')])
    entries.push(buildEntry(hub, { action: 'agents.heads', target: { type: 'ingest', id: 'batches' }, after: { batches: told } }))
  }
  return entries
}
