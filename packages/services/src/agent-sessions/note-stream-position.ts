import type { Hello } from '@counterfoil/protocol'
import type { FoundAgent } from '../agents/find-agent.ts'
import type { Cursor } from '../ingest/check-envelope.ts'
import type { HubNotes } from '../ingest/hub-notes.ts'

/** Writes down what a greeting gives away about a copied or restored journal: less than the hub holds, or other hashes. */
export function noteStreamPosition(notes: HubNotes, agent: FoundAgent, hello: Hello, cursor: Cursor): void {
  const base = { agentId: agent.id, storeId: agent.storeId }
  const detail = { epoch: hello.epoch, lastSeq: hello.lastSeq, highWater: cursor.highWater, boot: hello.boot }
  if (hello.lastSeq < cursor.highWater) notes.note({ ...base, kind: 'agent.behind', detail })
  else if (hello.lastSeq === cursor.highWater && hello.head !== cursor.head.toString('hex'))
    notes.note({ ...base, kind: 'fork', detail })
}
