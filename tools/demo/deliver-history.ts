import { type Identity, openOutbox } from '@counterfoil/agent'
import { privateKeyObject, publicKeyObject, signText } from '@counterfoil/audit'
import { batchText } from '@counterfoil/protocol'
import type { ServiceContext } from '@counterfoil/services'
import type { Ingest, IngestAgent } from '@counterfoil/services/ingest'

/** Batches on their way at once: enough for large groups, few enough to hold in memory. */
const IN_FLIGHT = 8

/** Delivers what an outbox holds through the real ingest, signed as the agent's link signs it. Returns the number of events. */
export async function deliverHistory(
  ctx: ServiceContext,
  { outboxPath, identity, storeId, ingest }: { outboxPath: string; identity: Identity; storeId: number; ingest: Ingest },
): Promise<number> {
  const row = await ctx.db.agent.findUniqueOrThrow({ where: { uid: identity.agentId } })
  const agent: IngestAgent = {
    id: row.id,
    uid: row.uid,
    storeId,
    epoch: identity.epoch,
    state: 'active',
    key: publicKeyObject(identity.publicKey),
  }
  const key = privateKeyObject(identity.privateKey)
  const outbox = openOutbox({ path: outboxPath, epoch: identity.epoch })
  try {
    let after = 0
    for (;;) {
      const answers: ReturnType<Ingest['submit']>[] = []
      while (answers.length < IN_FLIGHT) {
        const batch = outbox.readBatch(after)
        if (batch === undefined) break
        answers.push(ingest.submit(agent, { ...batch, signature: signText(key, batchText(identity.agentId, batch)) }))
        after = batch.firstSeq + batch.count - 1
      }
      if (answers.length === 0) return after
      for (const answer of await Promise.all(answers)) {
        if (!answer.ok) throw new Error(`the demo's history was refused: ${answer.code}: ${answer.message}`)
        outbox.acknowledge(answer.highWater, answer.head)
      }
    }
  } finally {
    outbox.close()
  }
}
