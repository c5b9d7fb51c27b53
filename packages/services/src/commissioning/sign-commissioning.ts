import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { rowsThrough } from '../read-rows.ts'
import { type CommissioningRef, lockCommissioning, personOf, planOf } from './find-commissioning.ts'
import { findStoreWithin } from './find-store-within.ts'
import { isStanding } from './judge-standing.ts'
import { judgeTests } from './judge-tests.ts'
import { testKey } from './plan-tests.ts'
import { readEvidence } from './read-evidence.ts'
import { readTestFacts } from './read-test-facts.ts'
import { writeStatement } from './write-statement.ts'

/**
 * The first person signs what was agreed and what was observed of it; somebody else has to sign the same text. Throws `conflict`
 * while something has not been observed, or what must hold holds no more.
 */
export function signCommissioning(ctx: ServiceContext, ref: CommissioningRef): Promise<{ readonly hash: string }> {
  const signedBy = personOf(ctx)
  return inTransaction(ctx, async (client) => {
    const kept = await lockCommissioning(ctx, client, ref, ['testing'])
    const plan = planOf(kept)
    const rows = rowsThrough(client)
    const evidence = await readEvidence(rows, kept.id, kept.run)
    const facts = await readTestFacts(rows, kept.storeId, new Date(kept.testBegunAtMs ?? 0))
    const held = new Set(evidence.map(testKey))
    const now = ctx.now()
    const planned = judgeTests(plan, facts, now.getTime())
    if (planned.length === 0 || planned.some((one) => !held.has(testKey(one))))
      throw new ServiceError('conflict', 'Not everything has been observed yet.', { reason: 'tests_open' })
    if (planned.some((one) => isStanding(one.test) && one.state !== 'observed'))
      throw new ServiceError('conflict', 'Something that was right is so no more.', { reason: 'tests_failing' })
    const { storeId, code, name } = await findStoreWithin(ctx, client, kept.storeId)
    const { text, hash } = writeStatement({
      ...plan,
      store: { id: storeId, code, name },
      commissioning: kept.id,
      run: kept.run,
      evidence,
    })
    await client.query(
      `update commissioning set state = 'signed', statement = $2, statement_hash = decode($3, 'hex'), signed_by = $4, signed_at = $5, rev = rev + 1
       where id = $1`,
      [kept.id, text, hash, signedBy, now],
    )
    await recordAct(ctx, client, {
      action: 'commissioning.signed',
      target: { type: 'commissioning', id: kept.id },
      after: { storeId, run: kept.run, evidence: evidence.length, statement: hash },
    })
    return { hash }
  })
}
