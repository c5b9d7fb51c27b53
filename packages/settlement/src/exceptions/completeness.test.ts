import { describe, expect, it } from 'vitest'
import { dayNumber } from '../calendars/civil-day.ts'
import { CALENDARS } from '../calendars/registry.ts'
import { fromMinorUnits, ZERO } from '../decimal.ts'
import { matchLines } from '../matching/lines/match-lines.ts'
import type { SettledLine } from '../reading/settled-line.ts'
import type { SettlementBatch } from '../reading/settlement-batch.ts'
import { contractWith } from '../testing/contract.ts'
import { lineWith, paymentWith } from '../testing/line-items.ts'
import { raiseBatchExceptions } from './raise-batch-exceptions.ts'
import { type FileFact, findDuplicateFiles, raiseDuplicateFiles } from './raise-duplicate-files.ts'
import { raiseFeeExceptions } from './raise-fee-exceptions.ts'
import { type ExpectedFiles, raiseMissingFiles } from './raise-missing-files.ts'
import { findRepeatedStatements, raiseMissingStatements, type StatementFact } from './raise-missing-statements.ts'

const day = dayNumber('2026-03-30')
const expected: ExpectedFiles = {
  source: 'adyen',
  acquirer: 'adyen',
  merchantAccount: null,
  calendars: ['target2'],
  dueAfterDays: 2,
  from: day,
  until: day + 10,
}

describe('a file that did not come', () => {
  const missing = (covered: number[], today: number, quiet: number[] = []) =>
    raiseMissingFiles(
      [expected],
      new Map([['adyen', new Set(covered)]]),
      (_, one) => quiet.includes(one),
      CALENDARS,
      today,
    ).exceptions.map(({ key }) => key)

  it('is missed after it was due, on open days on which something was sold', () => {
    expect(missing([day, day + 2], day + 4)).toEqual(['FILE_MISSING adyen 2026-03-31'])
    expect(missing([day, day + 2], day + 3)).toEqual([])
    expect(missing([day, day + 2], day + 4, [day + 1])).toEqual([])
    // 3 April is Good Friday and the days after it are Easter.
    expect(missing([day, day + 1, day + 2, day + 3], day + 10)).toEqual([])
  })
})

const statement = (at: number, opening: number, closing: number, changed: Partial<StatementFact> = {}): StatementFact => ({
  file: `s${at}`,
  fileNumber: at,
  account: 'DE02',
  currency: 'EUR',
  sequence: String(at),
  openingMinor: opening,
  closingMinor: closing,
  day: day + at,
  entries: 1,
  ...changed,
})

describe('the chain of statements', () => {
  const missing = (statements: StatementFact[], today = day + 3) =>
    raiseMissingStatements(
      statements,
      [{ account: 'DE02', calendars: ['target2'], dueAfterDays: 1, from: null, until: day + 3 }],
      CALENDARS,
      today,
    )
  const chain = [statement(0, 0, 100), statement(1, 100, 250), statement(2, 250, 300)]

  it('is broken where one opens with other money than the one before closed with, and one alarm covers it', () => {
    expect(missing(chain).exceptions).toEqual([])
    const [first, , third] = chain
    const { exceptions, gaps } = missing([third, first] as StatementFact[])
    expect(exceptions.map(({ key }) => key)).toEqual(['FILE_MISSING DE02 2026-03-31'])
    expect(gaps).toMatchObject([{ account: 'DE02', lastDay: day + 1, only: ['MISSING_IN_BANK'] }])
  })

  it('misses the first statement of an account when payouts were due before it, and covers what they would raise', () => {
    const first = (opening: number, dueDay: number, from: number | null = day) =>
      raiseMissingStatements(
        [statement(1, opening, opening + 150), statement(2, opening + 150, 300)],
        [{ account: 'DE02', calendars: ['target2'], dueAfterDays: 1, from, until: day + 2 }],
        CALENDARS,
        day + 3,
        [{ account: 'DE02', dueDay }],
      )
    const { exceptions, gaps } = first(100, day)
    expect(exceptions.map(({ key }) => key)).toEqual(['FILE_MISSING DE02 2026-03-30'])
    expect(gaps).toMatchObject([{ account: 'DE02', firstDay: day - 7, lastDay: day, only: ['MISSING_IN_BANK'] }])
    // An account that opens with nothing is new; so is one of which nothing was expected yet, or nothing was due.
    for (const quiet of [first(0, day), first(100, day + 1), first(100, day, day + 1), first(100, day, null)])
      expect(quiet.exceptions).toEqual([])
  })

  it('needs no statement for a day on which nothing moved', () => {
    expect(missing([statement(0, 0, 100), statement(2, 100, 300)]).exceptions).toEqual([])
  })

  it('ends before the day it should reach', () => {
    expect(missing(chain, day + 4).exceptions).toEqual([])
    expect(missing(chain, day + 5).exceptions.map(({ key }) => key)).toEqual(['FILE_MISSING DE02 2026-04-02'])
  })

  it('is missing anew for days after those that people have settled: one word is not for all that never comes', () => {
    const since = (settled: ReadonlyMap<string, number>) =>
      raiseMissingStatements(
        chain,
        [{ account: 'DE02', calendars: ['target2'], dueAfterDays: 1, from: null, until: day + 99 }],
        CALENDARS,
        day + 20,
        [],
        (key) => settled.get(key),
      ).gaps.map(({ key, firstDay, lastDay }) => [key, firstDay + 7 - day, lastDay - day])
    expect(since(new Map())).toEqual([['FILE_MISSING DE02 2026-04-02', 3, 18]])
    const once = new Map([['FILE_MISSING DE02 2026-04-02', day + 5]])
    expect(since(once)).toEqual([
      ['FILE_MISSING DE02 2026-04-02', 3, 3],
      ['FILE_MISSING DE02 2026-04-07', 8, 18],
    ])
    expect(since(new Map([...once, ['FILE_MISSING DE02 2026-04-07', day + 20]]))).toHaveLength(2)
    // Whoever settles it before its day is over has settled that day.
    expect(since(new Map([['FILE_MISSING DE02 2026-04-02', day]])).at(0)).toEqual(['FILE_MISSING DE02 2026-04-02', 3, 3])
  })

  it('counts the same statement under another message once', () => {
    const again = statement(1, 100, 250, { file: 'other', fileNumber: 9 })
    expect(findRepeatedStatements([again, ...chain]).map(({ statement: { file } }) => file)).toEqual(['other'])
  })
})

describe('files that are about the same', () => {
  const file = (fileNumber: number, sha256: string, names: string[]): FileFact => ({
    file: `f${fileNumber}`,
    fileNumber,
    sha256,
    acquirer: 'adyen',
    account: null,
    day,
    about: ['adyen/M1/EUR/1'],
    namesOfLines: () => names,
  })
  const judge = (...files: FileFact[]) =>
    findDuplicateFiles(files).map(({ file: { file: name }, because }) => `${name} ${because}`)

  it('are a copy, a correction, or two parts of one batch', () => {
    expect(judge(file(2, 'a', ['x']), file(1, 'a', ['x']))).toEqual(['f2 same_bytes'])
    expect(judge(file(2, 'b', ['x', 'y', 'z']), file(1, 'a', ['x', 'y', 'w']))).toEqual(['f1 corrected'])
    expect(judge(file(2, 'b', ['x', 'y']), file(1, 'a', ['v', 'w']))).toEqual([])
    expect(raiseDuplicateFiles(findDuplicateFiles([file(1, 'a', []), file(2, 'a', [])]))).toMatchObject([
      { code: 'DUPLICATE_FILE', key: 'DUPLICATE_FILE f2 f1', files: ['f2', 'f1'] },
    ])
  })
})

const euro = (cents: number) => fromMinorUnits(BigInt(cents), 2)
const batch = (changed: Partial<SettlementBatch>): SettlementBatch => ({
  payout: 'adyen/M1/EUR/1',
  acquirer: 'adyen',
  merchantAccount: 'M1',
  currency: 'EUR',
  batch: '1',
  file: 'f1',
  fileNumber: 1,
  lines: 3,
  lineNets: euro(1_000),
  adjustments: ZERO,
  reserve: ZERO,
  carriedIn: ZERO,
  carriedOut: ZERO,
  announced: null,
  returned: ZERO,
  hasBalance: false,
  labels: [],
  salesDays: new Map([[day, 3]]),
  lastDay: null,
  sentDay: null,
  reserves: [],
  ...changed,
})

describe('a batch', () => {
  const contract = contractWith({ reserve: { percent: '5', releaseDays: 10 }, fileDueDays: 2 })
  const raisedOn = (today: number, ...batches: SettlementBatch[]) =>
    raiseBatchExceptions(batches, { exponentOf: () => 2, contractOf: () => contract, today }).exceptions.map(
      ({ code, amountMinor }) => [code, amountMinor],
    )

  it('has to come to what it says it pays out', () => {
    expect(raisedOn(day, batch({ announced: euro(1_000) }))).toEqual([])
    expect(raisedOn(day, batch({ announced: euro(990) }))).toEqual([['BATCH_DOES_NOT_TIE', 10]])
    expect(raisedOn(day, batch({ announced: euro(1_150), carriedIn: euro(150) }))).toEqual([])
    expect(raisedOn(day, batch({ announced: null }))).toEqual([])
  })

  it('has its reserve released in time, each hold by its own release', () => {
    const hold = (id: string, cents: number) => ({ id, amount: euro(cents), day })
    const held = batch({ reserves: [hold('h1', 50), hold('h2', 70)], reserve: euro(120) })
    const release = batch({ payout: 'later', batch: '2', reserves: [{ id: 'r1', amount: euro(-50), day: day + 10 }] })
    expect(raisedOn(day + 12, held)).toEqual([])
    expect(raisedOn(day + 13, held, release)).toEqual([['RESERVE_OVERDUE', 70]])
  })
})

describe('the fee of a line', () => {
  const contract = contractWith({
    fees: [{ kind: 'sale', scheme: 'visa', percent: '1.2', fixed: '0.05', passThrough: false, returnedOnRefund: false }],
  })
  const feeRaised = (fee: number, tolerance = 0, scheme = 'visa') => {
    const line: SettledLine = {
      ...lineWith({ acquirerReference: 'A', grossMinor: 10_000 }),
      ...{ fee: euro(fee), net: euro(10_000 - fee), settledCurrency: 'EUR', payout: 'x' },
    }
    const { pairs } = matchLines([paymentWith({ acquirerReference: 'A', amountMinor: 10_000 })], [line])
    return raiseFeeExceptions(pairs, {
      contractOf: () => ({ ...contract, tolerance: { grossMinor: 0, payoutMinor: 0, feeMinor: tolerance } }),
      exponentOf: () => 2,
      traitsOf: () => ({ scheme }),
    }).map(({ code, amountMinor }) => `${code} ${amountMinor}`)
  }

  it('is what the contract says, to the last digit or to the tolerance', () => {
    expect(feeRaised(125)).toEqual([])
    expect(feeRaised(130)).toEqual(['FEE_DEVIATES 5'])
    expect(feeRaised(130, 5)).toEqual([])
    // No rule, no opinion.
    expect(feeRaised(130, 0, 'amex')).toEqual([])
  })
})
