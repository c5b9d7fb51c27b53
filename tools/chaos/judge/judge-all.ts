import type { World } from '../world.ts'
import type { Evidence, Violation } from './evidence.ts'
import { judgeCardNumbers } from './judge-card-numbers.ts'
import { judgeDelivery } from './judge-delivery.ts'
import { judgePayments } from './judge-payments.ts'
import { judgeSums } from './judge-sums.ts'
import { readEvidence } from './read-evidence.ts'

export interface Judgement {
  readonly evidence: Evidence
  readonly violations: readonly Violation[]
}

/** Looks at everything once all has healed. */
export async function judgeAll(world: World): Promise<Judgement> {
  const evidence = await readEvidence(world)
  const violations = [
    ...judgeDelivery(evidence),
    ...judgePayments(evidence),
    ...judgeSums(evidence),
    ...(await judgeCardNumbers(world.ctx, evidence, world.folder)),
  ]
  return { evidence, violations }
}
