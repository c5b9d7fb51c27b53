import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { type JoinScore, openJudge, type Standing, type Truth } from '@counterfoil/settlement/generator'

const share = (part: number, whole: number): number => (whole === 0 ? 1 : Number((part / whole).toFixed(6)))
const describe = ({ links, right, truths, automatic, automaticRight, wrongMinor }: JoinScore) => ({
  ...{ links, right, truths, precision: share(right, links), recall: share(right, truths) },
  automatic: {
    links: automatic,
    right: automaticRight,
    wrongMinor,
    precision: share(automaticRight, automatic),
    coverage: share(automaticRight, truths),
  },
})

/** Reads the truth for the first time, after everything was decided. `ids`: file names to the numbers they were imported under. */
export async function judgeRun(found: Standing, truth: string, ids: ReadonlyMap<string, string>) {
  const judge = openJudge(found)
  for await (const line of createInterface({ input: createReadStream(truth) }))
    judge.hear(renumber(JSON.parse(line) as Truth, ids))
  const { lines, payouts, lineInPayout, children, exceptions, arrival, wrong } = judge.judge()
  const automatic = lines.automatic + payouts.automatic
  const figures = {
    autoConfirmPrecision: share(lines.automaticRight + payouts.automaticRight, automatic),
    autoConfirmWrong: {
      pieces: automatic - lines.automaticRight - payouts.automaticRight,
      minor: lines.wrongMinor + payouts.wrongMinor,
    },
    autoConfirmCoverage: share(lines.automaticRight + payouts.automaticRight, lines.truths + payouts.truths),
    lineRecall: share(lines.right, lines.truths),
    linePrecision: share(lines.right, lines.links),
    payoutRecall: share(payouts.right, payouts.truths),
    payoutPrecision: share(payouts.right, payouts.links),
    lineInPayoutRecall: share(lineInPayout.right, lineInPayout.truths),
    childRecall: share(children.right, children.truths),
    etaExact: share(arrival.exact, arrival.judged),
    etaDaysOff: share(arrival.daysOff, arrival.judged),
    joins: { lines: describe(lines), payouts: describe(payouts) },
    exceptions: Object.fromEntries(
      Object.entries(exceptions).map(([code, { expected, raised, right }]) => [
        code,
        { expected, raised, right, precision: share(right, raised), recall: share(right, expected) },
      ]),
    ),
    exceptionPrecision: share(sum(exceptions, 'right'), sum(exceptions, 'raised')),
    exceptionRecall: share(sum(exceptions, 'right'), sum(exceptions, 'expected')),
  }
  return { figures, wrong }
}

const sum = (
  scores: Readonly<Record<string, { readonly right: number; readonly raised: number; readonly expected: number }>>,
  name: 'right' | 'raised' | 'expected',
) => Object.values(scores).reduce((total, score) => total + score[name], 0)

/** The truth names files by name; what was imported has numbers. */
function renumber(truth: Truth, ids: ReadonlyMap<string, string>): Truth {
  const place = (line: string): string => {
    const at = line.lastIndexOf(':')
    const number = ids.get(line.slice(0, at))
    return number === undefined ? (ids.get(line) ?? line) : number + line.slice(at)
  }
  switch (truth.is) {
    case 'pair':
    case 'child':
      return { ...truth, line: place(truth.line) }
    case 'payout':
      return { ...truth, bankLines: truth.bankLines.map(place) }
    case 'exception':
      return { ...truth, subject: place(truth.subject) }
  }
}
