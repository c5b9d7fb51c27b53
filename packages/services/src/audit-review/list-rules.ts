import type { ServiceContext } from '../context.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import type { RuleInForce } from './judge-entries.ts'
import { readRules } from './read-rules.ts'

export async function listAuditRules(ctx: ServiceContext): Promise<RuleInForce[]> {
  requireWholeChain(ctx)
  return readRules(ctx.pool)
}
