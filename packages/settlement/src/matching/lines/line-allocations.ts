import { describeLink } from './describe-link.ts'
import { originalOf } from './l7-original-reference.ts'
import { lineAmount } from './line-item.ts'
import type { Allocation } from './link-changes.ts'
import type { LineMatching } from './match-lines.ts'

/**
 * The links of a matching as rows to store, one by one, so that a million never stand in memory twice. A pair allocates what
 * both sides have: the rest of either is its short or over. A child allocates its own amount beside the sale, not of it.
 */
export function* allocateLines(
  { pairs, children }: Pick<LineMatching, 'pairs' | 'children'>,
  run: string,
): Generator<Allocation> {
  for (const { payment, line, rule } of pairs) {
    const least = line.currency === payment.currency ? Math.min(payment.amountMinor, Math.max(lineAmount(line), 0)) : 0
    yield {
      key: `${rule.id}.${rule.version} ${payment.id} ${line.id}`,
      from: payment.id,
      to: line.id,
      amountMinor: least,
      currency: line.currency,
      rule: rule.id,
      ruleVersion: rule.version,
      confidence: rule.confidence,
      evidence: describeLink(rule.id, payment, line),
      run,
    }
  }
  for (const { line, parent, rule } of children) {
    yield {
      key: `${rule.id}.${rule.version} ${parent.id} ${line.id}`,
      from: parent.id,
      to: line.id,
      amountMinor: line.grossMinor,
      currency: line.currency,
      rule: rule.id,
      ruleVersion: rule.version,
      confidence: rule.confidence,
      evidence: { originalReference: originalOf(line) ?? '', kind: line.kind },
      run,
    }
  }
}
