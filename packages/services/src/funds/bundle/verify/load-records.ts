import type { BundleSource } from '@counterfoil/audit'
import { type CalendarTable, type Contract, parseContract } from '@counterfoil/settlement/funds'
import type { SectionName } from '../format.ts'
import type { Findings } from './findings.ts'
import { readRecords } from './read-lines.ts'
import {
  ACCOUNT,
  ALLOCATION,
  type AllocationRecord,
  type BundleHead,
  CALENDAR,
  CONTRACT,
  EXCEPTION,
  FILE,
  type FileRecord,
  HEAD,
  IDENTITY,
  type IdentityRecord,
  MAPPING,
  PAYMENT,
  PAYOUT,
  type PaymentRecord,
  type PayoutRecord,
  RESOLUTION,
  RUN,
  type Shape,
  type Shaped,
  STATEMENT,
  type StatementRecord,
} from './shapes.ts'

export interface DatedContract {
  readonly contract: Contract
  readonly madeAt: string
}

export interface DatedCalendar {
  readonly name: string
  readonly version: number
  readonly table: CalendarTable
  readonly madeAt: string
}

export interface Records {
  readonly head: BundleHead | undefined
  readonly accounts: readonly Shaped<typeof ACCOUNT>[]
  readonly contracts: readonly DatedContract[]
  readonly calendars: readonly DatedCalendar[]
  /** Text of a mapping by its id and version. */
  readonly mappings: ReadonlyMap<string, string>
  readonly files: readonly FileRecord[]
  readonly statements: readonly StatementRecord[]
  readonly payouts: ReadonlyMap<number, PayoutRecord>
  readonly payments: ReadonlyMap<string, PaymentRecord>
  readonly allocations: readonly AllocationRecord[]
  readonly exceptions: ReadonlyMap<string, Shaped<typeof EXCEPTION>>
  readonly resolutions: readonly Shaped<typeof RESOLUTION>[]
  readonly identities: readonly IdentityRecord[]
  readonly runs: ReadonlyMap<number, Shaped<typeof RUN>>
  /** Files that a run has looked at. */
  readonly matched: ReadonlySet<number>
}

/** Everything but the lines of files. */
export async function loadRecords(source: BundleSource, findings: Findings): Promise<Records> {
  const all = async <S extends Shape>(section: SectionName, shape: S): Promise<Shaped<S>[]> => {
    const read: Shaped<S>[] = []
    const bad = (record: number) => findings.add('changed', `${section}, record ${record}: it is no such record.`)
    for await (const one of readRecords(source, section, shape, bad)) read.push(one)
    return read
  }
  const contracts = (await all('contracts.jsonl', CONTRACT)).flatMap(({ id, version, document, madeAt }) => {
    const parsed = parseContract(document)
    if (parsed.ok) return [{ contract: parsed.contract, madeAt }]
    findings.add('changed', `contracts.jsonl: contract ${id} version ${version} cannot be read: ${parsed.problems[0]?.message}.`)
    return []
  })
  const runs = await all('runs.jsonl', RUN)
  return {
    head: (await all('bundle.jsonl', HEAD))[0],
    accounts: await all('accounts.jsonl', ACCOUNT),
    contracts,
    calendars: (await all('calendars.jsonl', CALENDAR)).map(({ name, version, document, madeAt }) => ({
      ...{ name, version, madeAt },
      table: document as CalendarTable,
    })),
    mappings: new Map(
      (await all('mappings.jsonl', MAPPING)).map(({ id, version, document }) => [`${id} ${version}`, JSON.stringify(document)]),
    ),
    files: await all('files.jsonl', FILE),
    statements: await all('statements.jsonl', STATEMENT),
    payouts: new Map((await all('payouts.jsonl', PAYOUT)).map((payout) => [payout.id, payout])),
    payments: new Map((await all('payments.jsonl', PAYMENT)).map((payment) => [payment.id, payment])),
    allocations: await all('allocations.jsonl', ALLOCATION),
    exceptions: new Map((await all('exceptions.jsonl', EXCEPTION)).map((one) => [one.key, one])),
    resolutions: await all('resolutions.jsonl', RESOLUTION),
    identities: await all('identities.jsonl', IDENTITY),
    runs: new Map(runs.map((run) => [run.id, run])),
    matched: new Set(runs.flatMap(({ files }) => files)),
  }
}
