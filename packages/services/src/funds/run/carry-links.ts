import {
  type Allocation,
  confirmsItself,
  type PayoutMatching,
  type RaisedException,
  type Rule,
  raise,
} from '@counterfoil/settlement/funds'
import type { EndedLink } from './read-ended-links.ts'
import type { RunPayout } from './read-payouts.ts'

/** What a person had linked before the payout was told anew: asked again, and never taken for granted. */
export const CARRIED: Rule = { id: 'P-hand', version: 1, confidence: 'proposal' }

export interface CarriedLinks {
  /** Without the rows of what is carried: they are neither missing nor a surprise while a person is asked. */
  readonly matching: PayoutMatching
  readonly links: readonly Allocation[]
  readonly raised: readonly RaisedException[]
}

interface CarryInput {
  readonly ended: readonly EndedLink[]
  readonly payouts: readonly RunPayout[]
  /** `payout line` of what a person took apart. */
  readonly refused: ReadonlySet<string>
  readonly run: string
}

/**
 * Links by hand that ended with their payouts are proposed for those that took their place. What confirms itself comes first; a guess by
 * amounts gives way, for a person has looked at these rows.
 */
export function carryLinks(matching: PayoutMatching, { ended, payouts, refused, run }: CarryInput): CarriedLinks {
  if (ended.length === 0) return { matching, links: [], raised: [] }
  const sure = matching.links.filter(({ rule }) => confirmsItself(rule))
  const kept = fitting(ended, rowsOf(sure), refused)
  const rows = new Set(kept.flatMap(({ payout, line }) => [payout, line]))
  const isAsked = ({ id }: { readonly id: string }): boolean => rows.has(id)
  const gone = matching.links.filter((one) => !confirmsItself(one.rule) && [...one.payouts, ...one.lines].some(isAsked))
  return {
    matching: {
      ...matching,
      links: matching.links.filter((one) => !gone.includes(one)),
      openPayouts: [...matching.openPayouts, ...gone.flatMap((one) => one.payouts)].filter((one) => !isAsked(one)),
      openLines: [...matching.openLines, ...gone.flatMap((one) => one.lines)].filter((one) => !isAsked(one)),
    },
    links: kept.map(({ link, payout, line, amountMinor, currency }) => ({
      key: `${CARRIED.id}.${CARRIED.version} ${payout} ${line}`,
      ...{ from: payout, to: line, amountMinor, currency },
      ...{ rule: CARRIED.id, ruleVersion: CARRIED.version, confidence: CARRIED.confidence },
      evidence: { link },
      run,
    })),
    raised: raiseAsked(kept, payouts),
  }
}

const rowsOf = (links: PayoutMatching['links']): Set<string> =>
  new Set(links.flatMap((one) => [...one.payouts, ...one.lines].map(({ id }) => id)))

/** Of which both rows still have as much to give, one after the other. */
function fitting(ended: readonly EndedLink[], taken: ReadonlySet<string>, refused: ReadonlySet<string>): EndedLink[] {
  const held = new Map<string, number>()
  return ended.filter(({ payout, line, amountMinor, leftOfPayout, leftOfLine }) => {
    const size = Math.abs(amountMinor)
    const has = (row: string, left: number): boolean => left - (held.get(row) ?? 0) >= size
    if (taken.has(payout) || taken.has(line) || refused.has(`${payout} ${line}`)) return false
    if (!has(payout, leftOfPayout) || !has(line, leftOfLine)) return false
    for (const row of [payout, line]) held.set(row, (held.get(row) ?? 0) + size)
    return true
  })
}

function raiseAsked(kept: readonly EndedLink[], payouts: readonly RunPayout[]): RaisedException[] {
  const byId = new Map(payouts.map(({ match }) => [match.id, match]))
  return [...Map.groupBy(kept, ({ payout }) => payout)].flatMap(([id, links]) => {
    const payout = byId.get(id)
    if (payout === undefined) return []
    const { acquirer, account, dueDay } = payout
    return [
      raise('AMBIGUOUS', { acquirer, account, day: dueDay }, payout, { payouts: [id], bankLines: links.map(({ line }) => line) }),
    ]
  })
}
