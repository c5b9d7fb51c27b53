import { add, type Decimal, formatDecimal, fromMinorUnits, parseDecimal, subtract } from '@counterfoil/settlement/funds'
import { chainName } from '../../run/chain-name.ts'
import { checkPayouts, findSuccessors, successorsOf } from '../../run/raise-ties.ts'
import type { RunPayout } from '../../run/read-payouts.ts'
import { settlementTools } from '../../settlement-tools.ts'
import { openAccounts } from './account-sums.ts'
import { type CollectedRows, exact } from './collected-rows.ts'
import { openDays } from './day-sums.ts'
import type { Findings, IdentityReport } from './findings.ts'
import type { Records } from './load-records.ts'
import { toPayout } from './match-again.ts'
import type { Again, Recompute, Sums } from './recompute.ts'
import type { AllocationRecord, IdentityRecord, PayoutRecord, StatementRecord } from './shapes.ts'

interface Term {
  readonly term: string
  readonly amount: string
}
/** Adds every identity up again: out of the rows that it is about where they are here, and in any case out of its own figures. */
export function checkIdentities(records: Records, again: Again, findings: Findings): IdentityReport[] {
  const { rows, standing } = again
  checkPayoutSums(records, rows, findings)
  const recompute: Readonly<Record<string, Recompute>> = {
    batch: openBatches(records),
    bank_line: openBankLines(rows, standing),
    statement: openStatements(records, rows),
    statement_chain: openChains(records),
    sales_day: openDays(records, again),
    funds: openAccounts(records, again),
  }
  const ofAccounts = openAccountPayouts(records)
  return records.identities.map((identity) => {
    const named = identity.name !== 'funds' || checkNamed(identity, ofAccounts(identity.about), records, findings)
    const report = checkOne(identity, recompute[identity.name], findings)
    return named || report.verdict === 'fail' ? report : { ...report, verdict: 'not_verifiable' }
  })
}

/** Payouts of the bundle that count on an account's day, as a run names it. */
function openAccountPayouts({ payouts }: Records): (about: string) => readonly number[] {
  const counted = [...payouts.values()].filter(({ fileState }) => fileState === 'imported')
  const days = Map.groupBy(counted, aboutOf)
  return (about) => (days.get(about) ?? []).map(({ id }) => id)
}

const aboutOf = ({ acquirer, merchantAccount, currency, announcedOn }: PayoutRecord): string =>
  `${acquirer} ${merchantAccount} ${currency} ${announcedOn}`

/**
 * A sum of an account has to say which payouts it is about: without them, or with fewer, its own figures would be all there is to go by.
 * Gives whether it says so.
 */
function checkNamed(
  { name, about, of }: IdentityRecord,
  counted: readonly number[],
  { payouts }: Records,
  findings: Findings,
): boolean {
  const place = `Identity ${name} ${about}`
  if (of === null) {
    findings.add('missing', `${place}: it does not say which payouts it is about, so it cannot be verified.`)
    return false
  }
  const said = new Set(of)
  const left = counted.filter((id) => !said.has(id))
  const others = of.filter((id) => payouts.has(id) && !counted.includes(id))
  if (left.length > 0) findings.add('changed', `${place}: it leaves out payout ${left.slice(0, 5).join(', ')}.`)
  if (others.length > 0)
    findings.add('changed', `${place}: payout ${others.slice(0, 5).join(', ')} is not of that account and day.`)
  return true
}

function checkOne(identity: IdentityRecord, recompute: Recompute | undefined, findings: Findings): IdentityReport {
  const { name, about, residue, holds } = identity
  const place = `Identity ${name} ${about}`
  const [left, right] = [termsOf(identity.left), termsOf(identity.right)]
  const report = (checked: IdentityReport['checked'], wrong: boolean): IdentityReport => ({
    ...{ name, about, checked, residue, left: told(left), right: told(right) },
    verdict: holds && !wrong ? 'pass' : 'fail',
  })
  if (left === null || right === null) {
    findings.add('changed', `${place}: its terms cannot be read.`)
    return report('added_up', true)
  }
  const found = subtract(total(left), total(right))
  const adds = subtract(found, exact(residue)).units === 0n && (found.units !== 0n || holds)
  if (!adds) findings.add('changed', `${place}: its figures leave ${formatDecimal(found)}, it says ${residue}.`)
  const again = recompute?.(about, identity.run, identity.of) ?? null
  if (again === null) return report('added_up', !adds)
  const { told: taken, together = [] } = again
  const wrong = [...differences(left, again.left, taken), ...differences(join(right, together), join(again.right, together))]
  if (wrong.length > 0) findings.add('changed', `${place}: ${wrong.join('; ')}.`)
  return report('recomputed', !adds || wrong.length > 0)
}

const told = (terms: readonly Term[] | null): string => (terms ?? []).map(({ term, amount }) => `${term} ${amount}`).join(' + ')

function termsOf(value: unknown): Term[] | null {
  if (!Array.isArray(value)) return null
  const terms = value as Partial<Term>[]
  return terms.every((one) => typeof one?.term === 'string' && parseDecimal(String(one.amount)) !== null)
    ? (terms as Term[])
    : null
}

const total = (terms: readonly Term[]): Decimal =>
  terms.reduce((sum, { amount }) => add(sum, exact(amount)), { units: 0n, scale: 0 } as Decimal)

/** Terms of which only the sum is compared are one. */
function join<T extends { readonly term: string; readonly amount: string | Decimal }>(
  terms: readonly T[],
  together: readonly string[],
): (T | Joined)[] {
  const some = terms.filter(({ term }) => together.includes(term))
  if (some.length === 0) return [...terms]
  const amount = some.reduce<Decimal>((sum, one) => add(sum, decimal(one.amount)), { units: 0n, scale: 0 })
  return [...terms.filter((one) => !some.includes(one)), { term: together.join(' and '), amount }]
}
interface Joined {
  readonly term: string
  readonly amount: Decimal
}
const decimal = (amount: string | Decimal): Decimal => (typeof amount === 'string' ? exact(amount) : amount)

function differences(written: readonly (Term | Joined)[], again: Sums['left'], asTold: readonly string[] = []): string[] {
  const there = new Map(again.map(({ term, amount }) => [term, amount]))
  const said = written.flatMap(({ term, amount }) => {
    const right = there.get(term)
    there.delete(term)
    if (asTold.includes(term)) return []
    if (right === undefined) return [`${term} is none of its terms`]
    const told = decimal(amount)
    return subtract(right, told).units === 0n
      ? []
      : [`${term} is ${formatDecimal(told)}, its rows come to ${formatDecimal(right)}`]
  })
  return [...said, ...[...there.keys()].map((term) => `${term} is left out`)]
}

/** Σ of the lines that name a payout is what the payout says of itself. */
function checkPayoutSums({ payouts }: Records, rows: CollectedRows, findings: Findings): void {
  for (const { id, batch, net, fees, lineCount, fileState } of payouts.values()) {
    const sums = rows.payouts.get(id)
    // Lines of a bill whose file lies outside of the bundle are not counted here.
    if (sums === undefined || sums.lines !== lineCount || fileState !== 'imported') continue
    if (subtract(sums.net, exact(net)).units !== 0n || subtract(sums.fees, exact(fees)).units !== 0n)
      findings.add(
        'changed',
        `Payout ${id} (batch ${batch}): its ${lineCount} lines come to ${formatDecimal(sums.net)} net, it says ${net}.`,
      )
  }
}

function openBatches({ payouts, head }: Records): Recompute {
  const run = [...payouts.values()].map(
    (payout): RunPayout => ({
      match: toPayout(payout),
      id: payout.id,
      fileId: payout.file,
      merchantAccount: payout.merchantAccount,
      announcedOn: payout.announcedOn,
      carriedOver: payout.carriedOver,
      carriedInto: payout.carriedInto,
      ...{ batch: payout.batch, salesDay: 0, ownMinor: null, announced: true, minimumMinor: 0 },
      net: payout.net,
      lines: payout.lineCount,
      open: payout.open,
    }),
  )
  const successors = run.some(({ carriedInto }) => carriedInto !== null) ? successorsOf(run) : findSuccessors(run)
  const identities = new Map(checkPayouts(run, successors).map((one) => [one.about, one]))
  const from = (head?.period as { from?: string } | undefined)?.from ?? ''
  return (about) => {
    const found = identities.get(about)
    // What was carried into the first of a period may come from before it.
    return found === undefined || (!found.holds && (payouts.get(Number(about))?.announcedOn ?? '') <= from) ? null : found
  }
}

/** What is over is told by an exception; what is allocated, and the line itself, stand in the bundle. */
function openBankLines({ bankLines }: CollectedRows, standing: readonly AllocationRecord[]): Recompute {
  const counts = ({ join, confidence }: AllocationRecord) =>
    join === 'payout_bank' && (confidence === 'certain' || confidence === 'strong')
  const links = Map.groupBy(standing.filter(counts), ({ to }) => to)
  return (about) => {
    const line = bankLines.get(about)
    const of = links.get(about) ?? []
    // What was taken back is summed up by the next run that sees the line.
    if (line === undefined || of.length === 0) return null
    const minor = of.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
    const allocated = fromMinorUnits(BigInt(minor), settlementTools.minorUnitExponent(line.currency) ?? 2)
    return {
      left: [{ term: 'allocated', amount: allocated }],
      right: [{ term: 'line', amount: exact(line.amount) }],
      told: ['open_difference'],
    }
  }
}

/** opening + Σ booked entries = closing, as a run names it: account, day, number of the statement. */
function openStatements({ statements }: Records, { bankLines }: CollectedRows): Recompute {
  const entries = Map.groupBy(bankLines.values(), ({ statement }) => statement)
  const known = new Map(statements.map((one) => [`${one.account} ${one.closingOn} ${one.id}`, one]))
  return (about) => {
    const one = known.get(about)
    if (one === undefined || one.opening === null || one.closing === null) return null
    const booked = (entries.get(one.id) ?? []).filter(({ booked: counts, currency }) => counts && currency === one.currency)
    const sum = (below: boolean) =>
      booked.reduce<Decimal>(
        (total, { amount, amountMinor }) => (amountMinor < 0 === below ? add(total, exact(amount)) : total),
        {
          units: 0n,
          scale: 0,
        },
      )
    return {
      left: [
        { term: 'opening', amount: exact(one.opening) },
        { term: 'credits', amount: sum(false) },
        { term: 'debits', amount: sum(true) },
      ],
      right: [{ term: 'closing', amount: exact(one.closing) }],
    }
  }
}

/** Without those that a later file tells otherwise, of the same number, page and day and from the same balance on. */
function withoutCorrected(booked: readonly StatementRecord[]): StatementRecord[] {
  const nameOf = ({ account, currency, sequence, page, opening, closingOn }: StatementRecord): string =>
    JSON.stringify([account, currency, sequence, page, Number(opening), closingOn])
  const same = Map.groupBy(
    booked.filter(({ sequence, opening }) => sequence !== null && opening !== null),
    nameOf,
  )
  return booked.filter((one) => {
    const last = same.get(nameOf(one))?.reduce((newest, each) => (each.file > newest.file ? each : newest))
    const differs = last !== undefined && (last.entryCount !== one.entryCount || Number(last.closing) !== Number(one.closing))
    return last === undefined || one.sequence === null || one.opening === null || one.file === last.file || !differs
  })
}

/** closing(n) = opening(n+1), as a run names it: account, day, file. */
function openChains({ statements, files }: Records): Recompute {
  const standing = new Set(files.filter(({ state }) => state === 'imported').map(({ id }) => id))
  const booked = statements.filter(({ kind, closingOn, file }) => kind === 'booked' && closingOn !== null && standing.has(file))
  const chains = Map.groupBy(withoutCorrected(booked), ({ account }) => account)
  const sums = new Map<string, Sums>()
  for (const [account, chain] of chains) {
    const inOrder = chain.toSorted((a, b) =>
      (a.closingOn ?? '') < (b.closingOn ?? '') ? -1 : (a.closingOn ?? '') > (b.closingOn ?? '') ? 1 : a.file - b.file,
    )
    for (const [at, next] of inOrder.entries()) {
      const before = inOrder[at - 1]
      if (before === undefined || before.closing === null || next.opening === null) continue
      const isFirst = before.closingOn !== next.closingOn || before.file !== next.file
      sums.set(chainName(account, next.closingOn ?? '', next.file, isFirst ? null : next.id), {
        left: [{ term: 'closing', amount: exact(before.closing) }],
        right: [{ term: 'opening', amount: exact(next.opening) }],
      })
    }
  }
  return (about) => sums.get(about) ?? null
}
