import { canonicalJson } from '@counterfoil/audit'
import type { Allocation } from '@counterfoil/settlement/funds'
import { isCarried, isCarriedRight } from './carried-link.ts'
import { checkConservation } from './check-conservation.ts'
import type { Findings, FundsReport } from './findings.ts'
import { linkAlone } from './link-alone.ts'
import type { Records } from './load-records.ts'
import { endsOf, type Sides } from './match-again.ts'
import type { AllocationRecord } from './shapes.ts'
import { isByHand, plainKey } from './standing-links.ts'

/**
 * Compares the links with those made again out of the bundle's own rows. One that does not come out again, because a row that had a say in it lies
 * outside of the bundle, must still be what its rule says of its two rows.
 */
export function checkLinks(
  records: Records,
  sides: Sides,
  { again, standing }: { readonly again: ReadonlyMap<string, Allocation>; readonly standing: readonly AllocationRecord[] },
  findings: Findings,
): FundsReport['links'] {
  const counts = { all: standing.length, recomputed: 0, byEvidence: 0, byHand: 0, outside: 0 }
  for (const one of standing) {
    const [from, to] = endsOf(one, sides)
    if (from === undefined || to === undefined) counts.outside += 1
    else if (isByHand(one)) counts.byHand += 1
    else if (isCarried(one)) {
      const right = isCarriedRight(one, records)
      if (right === null) counts.outside += 1
      else counts.byEvidence += 1
      if (right === false)
        findings.add('changed', `Allocation ${one.key}: it does not ask again what a person had linked to ${one.to}.`)
    } else {
      const computed = again.get(plainKey(one))
      const alone = computed === undefined ? linkAlone(one, sides, standing) : []
      if (computed !== undefined && isSame(one, computed)) counts.recomputed += 1
      else if (alone.some((each) => isSame(one, each))) counts.byEvidence += 1
      else
        findings.add(
          'changed',
          `Allocation ${one.key}: rule ${one.rule} makes another link of ${one.from} and ${one.to}, or none.`,
        )
    }
  }
  checkDead(records, sides, standing, findings)
  findUnlinked(records, sides, { again, standing }, findings)
  checkConservation(sides, standing, findings)
  return counts
}

function isSame(one: AllocationRecord, { amountMinor, currency, rule, ruleVersion, confidence, evidence }: Allocation): boolean {
  return (
    one.amountMinor === amountMinor &&
    one.currency === currency &&
    one.rule === rule &&
    one.ruleVersion === ruleVersion &&
    one.confidence === confidence &&
    canonicalJson(one.evidence ?? {}) === canonicalJson(evidence)
  )
}

/** What was taken back was a link all the same: its name says its rule and rows, and its evidence what they had in common. */
function checkDead({ allocations }: Records, sides: Sides, standing: readonly AllocationRecord[], findings: Findings): void {
  const stands = new Set(standing)
  for (const one of allocations) {
    if (one.reverses !== null || isByHand(one)) continue
    if (plainKey(one) !== `${one.rule}.${one.ruleVersion} ${one.from} ${one.to}`)
      findings.add('changed', `Allocation ${one.key} is not by the rule, or not of the rows, that its name says.`)
    if (stands.has(one) || one.join !== 'payment_line') continue
    const [from, to] = endsOf(one, sides)
    if (from !== undefined && to !== undefined && !linkAlone(one, sides, standing).some((each) => isSame(one, each)))
      findings.add('changed', `Allocation ${one.key}, taken back since, is not what rule ${one.rule} makes of its rows.`)
  }
}

/** Rows with the acquirer's own reference in common that nothing links, though a run has looked at them: a link was left out. */
function findUnlinked(
  { head, matched }: Records,
  sides: Sides,
  { again, standing }: { readonly again: ReadonlyMap<string, Allocation>; readonly standing: readonly AllocationRecord[] },
  findings: Findings,
): void {
  if (head?.store != null) return
  const linked = new Set(standing.flatMap(({ from, to }) => [from, to]))
  for (const { key, rule, from, to } of again.values()) {
    if ((rule !== 'L1' && rule !== 'P1') || linked.has(from) || linked.has(to)) continue
    const file = sides.lines.get(to)?.file ?? sides.bankLines.get(to)?.file
    if (file !== undefined && matched.has(file))
      findings.add('missing', `Allocation ${key} is missing: ${from} and ${to} have the same reference, and nothing links them.`)
  }
}
