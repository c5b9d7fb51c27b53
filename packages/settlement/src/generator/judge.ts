import type { RaisedException } from '../exceptions/exception-codes.ts'
import { confirmsItself, type Rule } from '../matching/rule.ts'
import type { Reconciliation } from '../pipeline/reconcile.ts'
import type { Truth } from './truth.ts'

export interface JoinScore {
  readonly links: number
  readonly right: number
  readonly truths: number
  readonly automatic: number
  readonly automaticRight: number
  /** Of automatic links that are wrong. */
  readonly wrongMinor: number
}
export interface CodeScore {
  readonly expected: number
  readonly raised: number
  readonly right: number
}
export interface Judgement {
  readonly lines: JoinScore
  readonly payouts: JoinScore
  readonly lineInPayout: { readonly right: number; readonly truths: number }
  readonly children: { readonly right: number; readonly truths: number; readonly links: number }
  readonly exceptions: Readonly<Record<string, CodeScore>>
  readonly arrival: { readonly exact: number; readonly judged: number; readonly daysOff: number }
  readonly wrong: readonly string[]
}

const MOST_TOLD = 40

/** What is judged, wherever it stands: in memory after a pure run, or in a database after the product's. */
export interface Standing {
  readonly pairs: Iterable<StandingPair>
  readonly children: Iterable<{ readonly line: string; readonly parent: string }>
  readonly payouts: Iterable<StandingPayout>
  /** Payout → day number on which it is due. */
  readonly due: ReadonlyMap<string, number>
  readonly raised: Iterable<StandingException>
}
export type StandingException = Pick<RaisedException, 'code' | 'key' | 'payments' | 'lines' | 'payouts' | 'bankLines' | 'files'>
export interface StandingPair {
  readonly payment: string
  readonly line: string
  /** That the line is in. */
  readonly payout: string
  readonly amountMinor: number
  readonly rule: Pick<Rule, 'id' | 'confidence'>
}
export interface StandingPayout {
  readonly payout: string
  readonly bankLines: readonly string[]
  readonly amountMinor: number
  readonly rule: Pick<Rule, 'id' | 'confidence'>
}

export function standingOf({ lineMatching, payoutMatching, payouts, exceptions }: Reconciliation): Standing {
  return {
    pairs: lineMatching.pairs.map(({ payment, line, rule }) => ({
      ...{ payment: payment.id, line: line.id, amountMinor: payment.amountMinor, rule },
      payout: 'payout' in line ? String(line.payout) : '',
    })),
    children: lineMatching.children.map(({ line, parent }) => ({ line: line.id, parent: parent.id })),
    payouts: payoutMatching.links.flatMap(({ payouts: sent, lines, rule }) =>
      sent.map(({ id, amountMinor }) => ({ payout: id, bankLines: lines.map((line) => line.id), amountMinor, rule })),
    ),
    due: new Map(payouts.payouts.map(({ payout, days }) => [payout.id, days.arrivalDue])),
    raised: exceptions.heard,
  }
}

/** What came out against what is so. Truths may come as a stream: they are counted, not kept. */
export function openJudge(found: Standing) {
  const wrong: string[] = []
  const tell = (text: string): void => void (wrong.length < MOST_TOLD && wrong.push(text))
  const lines = openJoin(tell)
  const inPayout = { right: 0, truths: 0 }
  const payoutOfLine = new Map<string, string>()
  for (const { payment, line, payout, amountMinor, rule } of found.pairs) {
    lines.link(`line ${payment}`, line, confirmsItself(rule), amountMinor, rule.id)
    payoutOfLine.set(line, payout)
  }
  const payouts = openJoin(tell)
  for (const { payout, bankLines, amountMinor, rule } of found.payouts)
    payouts.link(`payout ${payout}`, bankLines.toSorted().join(' '), confirmsItself(rule), amountMinor, rule.id)
  const childOf = new Map([...found.children].map(({ line, parent }) => [line, parent]))
  const children = { right: 0, truths: 0, links: childOf.size }
  const arrival = { exact: 0, judged: 0, daysOff: 0 }
  const heard = [...found.raised]
  const raised = new Set(heard.map((one) => `${one.code} ${subjectOf(one)}`))
  const codes = new Map<string, { expected: number; raised: number; right: number }>()
  const scoreOf = (code: string) => {
    const score = codes.get(code) ?? { expected: 0, raised: 0, right: 0 }
    codes.set(code, score)
    return score
  }
  for (const key of raised) scoreOf(key.slice(0, key.indexOf(' '))).raised += 1
  const candidatesOf = new Map(
    heard.flatMap(({ code, payments, payouts: sent, lines: own, bankLines }) =>
      code === 'AMBIGUOUS' ? [...payments, ...sent].map((id) => [id, new Set([...own, ...bankLines])] as const) : [],
    ),
  )
  /** What could not be decided is rightly left open when what is so is among its candidates. */
  const hearUndecided = (subject: string, lineIds: readonly string[]): void => {
    const candidates = candidatesOf.get(subject)
    if (!candidates || !lineIds.every((id) => candidates.has(id))) return
    const score = scoreOf('AMBIGUOUS')
    if (!raised.delete(`AMBIGUOUS ${subject}`)) return
    score.expected += 1
    score.right += 1
  }
  return {
    hear(truth: Truth): void {
      switch (truth.is) {
        case 'pair':
          lines.truth(`line ${truth.payment}`, truth.line, truth.amountMinor)
          hearUndecided(truth.payment, [truth.line])
          inPayout.truths += 1
          if (payoutOfLine.get(truth.line) === truth.payout) inPayout.right += 1
          break
        case 'child':
          children.truths += 1
          if (childOf.get(truth.line) === truth.payment) children.right += 1
          else tell(`child ${truth.line} of ${truth.payment}: ${childOf.get(truth.line) ?? 'not linked'}`)
          break
        case 'payout': {
          payouts.truth(`payout ${truth.payout}`, truth.bankLines.toSorted().join(' '), truth.amountMinor)
          hearUndecided(truth.payout, truth.bankLines)
          if (!truth.undisturbed) break
          arrival.judged += 1
          const off = Math.abs((found.due.get(truth.payout) ?? 0) - truth.dueDay)
          if (off === 0) arrival.exact += 1
          else tell(`due ${truth.payout}: ${found.due.get(truth.payout) ?? 'nothing'} instead of ${truth.dueDay}`)
          arrival.daysOff += off
          break
        }
        case 'exception': {
          const score = scoreOf(truth.code)
          score.expected += 1
          if (raised.delete(`${truth.code} ${truth.subject}`)) score.right += 1
          else tell(`not raised: ${truth.code} ${truth.subject}`)
        }
      }
    },
    judge(): Judgement {
      for (const key of raised) tell(`raised for nothing: ${key}`)
      return {
        ...{ lines: lines.score(), payouts: payouts.score(), lineInPayout: inPayout, children, arrival, wrong },
        exceptions: Object.fromEntries([...codes].sort(([a], [b]) => (a < b ? -1 : 1))),
      }
    },
  }
}

function openJoin(tell: (text: string) => void) {
  const open = new Map<
    string,
    { readonly to: string; readonly automatic: boolean; readonly minor: number; readonly rule: string }
  >()
  const score = { links: 0, right: 0, truths: 0, automatic: 0, automaticRight: 0, wrongMinor: 0 }
  return {
    link(from: string, to: string, automatic: boolean, minor: number, rule: string): void {
      open.set(from, { to, automatic, minor, rule })
      score.links += 1
      if (automatic) score.automatic += 1
    },
    truth(from: string, to: string, minor: number): void {
      score.truths += 1
      const link = open.get(from)
      if (link?.to !== to) {
        tell(`not linked: ${from} to ${to} (${minor}), but ${link ? `${link.to} by ${link.rule}` : 'nothing'}`)
        return
      }
      open.delete(from)
      score.right += 1
      if (link.automatic) score.automaticRight += 1
    },
    score(): JoinScore {
      for (const [from, { to, automatic, minor, rule }] of open) {
        tell(`false link by ${rule}: ${from} to ${to}`)
        if (automatic) score.wrongMinor += minor
      }
      return score
    },
  }
}

/** What an exception is about, as the truth names it. */
function subjectOf({ code, key, payments, lines, payouts, bankLines, files }: StandingException): string {
  if (code === 'FILE_MISSING') return key.slice(code.length + 1)
  if (code === 'UNKNOWN_IN_STORE' || code === 'DUPLICATE_SETTLEMENT' || code === 'RESERVE_OVERDUE') return lines[0] ?? ''
  if (code === 'DUPLICATE_FILE') return files?.[0] ?? ''
  return payments[0] ?? payouts[0] ?? bankLines[0] ?? ''
}
