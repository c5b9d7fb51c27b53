import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { readRules } from './read-rules.ts'
import { type RuleName, ruleNames, rules } from './rules/index.ts'

export const ChangeAuditRuleInput = z.strictObject({
  rule: z.enum(ruleNames as [RuleName, ...RuleName[]]),
  /** The one that was shown: nobody changes what somebody else has just changed. */
  version: z.int().min(1),
  enabled: z.boolean(),
  parameters: z.record(
    z.string().max(40),
    z.union([z.string().max(64), z.number(), z.array(z.union([z.string().max(64), z.number()])).max(20)]),
  ),
})
export type ChangeAuditRuleInput = z.infer<typeof ChangeAuditRuleInput>

/** Makes the next version of a rule; findings keep the one they were found by. `invalid` for parameters it cannot read. */
export async function changeAuditRule(
  ctx: ServiceContext,
  { rule, version, enabled, parameters }: ChangeAuditRuleInput,
): Promise<{ readonly version: number }> {
  requireWholeChain(ctx)
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'A rule is changed by a person.')
  const read = rules[rule].parameters.safeParse(parameters)
  if (!read.success) {
    const [issue] = read.error.issues
    throw new ServiceError('invalid', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`, { field: 'parameters' })
  }
  if (rule === 'calendar' && !enabled)
    throw new ServiceError('invalid', 'Without the calendar there are no days.', { field: 'enabled' })
  return inTransaction(ctx, async (client) => {
    // Also the follower's lock: a batch of entries is judged by one version.
    await client.query('select from audit_follower where id = 1 for update')
    const before = (await readRules(client)).find((one) => one.rule === rule)
    if (before === undefined || before.version !== version)
      throw new ServiceError('conflict', 'Somebody has changed this rule since you read it. Read it again.', {
        reason: 'rule_changed',
      })
    const after = { version: version + 1, enabled, parameters: read.data }
    await client.query(
      'insert into audit_rule (rule, version, enabled, parameters, changed_at, changed_by) values ($1, $2, $3, $4, $5, $6)',
      [rule, after.version, enabled, JSON.stringify(read.data), ctx.now(), actor.id],
    )
    await recordAct(ctx, client, {
      action: 'audit.rule_changed',
      target: { type: 'audit_rule', id: rule },
      before: { version, enabled: before.enabled, parameters: before.parameters },
      after,
    })
    return { version: after.version }
  })
}
