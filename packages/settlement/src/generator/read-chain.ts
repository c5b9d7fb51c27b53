import { dayNumber } from '../calendars/civil-day.ts'
import { CALENDARS } from '../calendars/registry.ts'
import type { Contract } from '../contracts/contract.ts'
import { coveredDays } from '../exceptions/covered-days.ts'
import type { FileFact } from '../exceptions/raise-duplicate-files.ts'
import type { ExpectedFiles } from '../exceptions/raise-missing-files.ts'
import type { StatementFact } from '../exceptions/raise-missing-statements.ts'
import { namedBy } from '../matching/lines/duplicate-lines.ts'
import type { MatchPayment } from '../matching/lines/line-item.ts'
import type { MatchBankLine } from '../matching/payouts/payout-item.ts'
import type { ParseSink, StatementHead } from '../model.ts'
import { parseFile } from '../parse-file.ts'
import type { ParseTools } from '../parse-tools.ts'
import type { ReconcileInput } from '../pipeline/reconcile-input.ts'
import { openContractClock } from '../reading/contract-clock.ts'
import { openTimeReader } from '../reading/local-time.ts'
import { minorAmount } from '../reading/minor-amount.ts'
import { openStatementReading, plainAccount } from '../reading/read-bank-lines.ts'
import { openSettlementReading } from '../reading/read-settlement.ts'
import type { SettledLine } from '../reading/settled-line.ts'
import type { SettlementBatch } from '../reading/settlement-batch.ts'
import type { ReadingTools } from '../reading/settlement-source.ts'
import { RejectError } from '../warning.ts'
import { contractsOf, FAMILIES, STORES, TERMINALS } from './families.ts'
import type { Plan } from './plan.ts'
import { storeCode, terminalCode } from './row.ts'
import type { MadeFile, StorePayment } from './truth.ts'

export interface ArrivedFile extends MadeFile {
  /** What lines are named after, beside their place. */
  readonly id: string
  readonly number: number
  readonly sha256: string
}

export interface ChainReading {
  /** Parses a file and keeps what is in it; false when it cannot be read or is cut off. */
  read(file: ArrivedFile): boolean
  /** Everything a run needs, with the payments as the store recorded them. */
  input(payments: readonly MatchPayment[], plan: Plan): ReconcileInput
  salesDayOf(payment: StorePayment): number
  readonly contracts: readonly Contract[]
}

const FORMATS: Readonly<Record<string, string>> = {
  ...{ adyen: 'adyen-settlement-details', nordpay: 'adyen-settlement-details', stripe: 'stripe-payout-recon' },
  ...{ wechat: 'wechat-trade-bill', alipay: 'alipay-trade', unionpay: 'unionpay-zm' },
}

/** Reads the files of a generated chain as the product reads files: the same parsers, the same readings. */
export function openChainReading(tools: ParseTools): ChainReading {
  const contracts = FAMILIES.flatMap(contractsOf)
  const clock = openContractClock(contracts)
  const places = terminalsOfMerchants()
  const reading: ReadingTools = {
    minorUnitExponent: tools.minorUnitExponent,
    clock,
    times: openTimeReader(),
    placeOf: (acquirer, merchantAccount) => places.get(`${acquirer} ${merchantAccount}`) ?? null,
  }
  const lines: SettledLine[] = []
  const batches: SettlementBatch[] = []
  const bankLines: MatchBankLine[] = []
  const statements: StatementFact[] = []
  const files: FileFact[] = []
  return {
    contracts,
    read(file) {
      const found = file.folder === 'acquirer' ? readAcquirer(file) : readBank(file)
      if (!found) return false
      for (const line of found.lines) lines.push(line)
      batches.push(...found.batches)
      bankLines.push(...found.bankLines)
      statements.push(...found.statements)
      files.push(found.fact)
      return true
    },
    salesDayOf: (payment) => clock.find(payment, payment.happenedAtMs)?.salesDay ?? 0,
    input(payments, plan) {
      const until = plan.endDay
      const expectedFiles: ExpectedFiles[] = FAMILIES.map(({ id }) => ({
        ...{ source: id, acquirer: id, merchantAccount: null, calendars: ['every-day'], dueAfterDays: 7 },
        from: plan.firstDay,
        until: plan.lastDay,
      }))
      return {
        ...{ payments, lines, batches, bankLines, statements, files, expectedFiles, contracts, calendars: CALENDARS },
        expectedStatements: [...new Map(contracts.map(({ bank }) => [bank.account, bank])).values()].map(
          ({ account, calendars }) => ({
            ...{ account, calendars, dueAfterDays: 0, from: plan.firstDay, until },
          }),
        ),
        covered: coveredDays(expectedFiles, payments, lines),
        asOf: until + 1,
        minorUnitExponent: tools.minorUnitExponent,
        traitsOf: ({ method }) => (method === null ? {} : { scheme: method }),
      }
    },
  }

  interface Found {
    readonly lines: readonly SettledLine[]
    readonly batches: readonly SettlementBatch[]
    readonly bankLines: readonly MatchBankLine[]
    readonly statements: readonly StatementFact[]
    readonly fact: FileFact
  }

  function readAcquirer({ id, name, bytes, source, number, sha256 }: ArrivedFile): Found | null {
    const format = FORMATS[source] ?? ''
    const merchantAccount = contracts.find(({ acquirer }) => acquirer === source)?.merchantAccount ?? ''
    const of = { acquirer: source, merchantAccount, format, file: id, fileNumber: number, fileName: name }
    const settlement = openSettlementReading(of, reading)
    const read: SettledLine[] = []
    const whole = parse(name, bytes, {
      ...SILENT,
      line: (line) => {
        const settled = settlement.read(line)
        if (settled) read.push(settled)
      },
    })
    if (!whole) return null
    const found = settlement.batches()
    const fact: FileFact = {
      ...{ file: id, fileNumber: number, sha256, acquirer: source, account: null, day: 0 },
      about: found.map(({ payout }) => payout),
      namesOfLines: () => read.flatMap((line) => namedBy(line) ?? []),
    }
    return { lines: read, batches: found, bankLines: [], statements: [], fact }
  }

  function readBank({ id, name, bytes, number, sha256 }: ArrivedFile): Found | null {
    const { minorUnitExponent } = tools
    const statement = openStatementReading({ file: id, fileNumber: number, minorUnitExponent })
    const read: MatchBankLine[] = []
    const facts: StatementFact[] = []
    let head: StatementHead | null = null
    let entries = 0
    const whole = parse(name, bytes, {
      ...SILENT,
      beginStatement: (next) => {
        head = next
        entries = 0
        statement.begin(next)
      },
      entry: (entry) => {
        entries += 1
        const line = statement.read(entry)
        if (line) read.push(line)
      },
      endStatement: ({ closing }) => {
        if (!head?.account || !closing?.date) return
        const currency = closing.currency ?? head.currency ?? ''
        const exponent = minorUnitExponent(currency) ?? 2
        facts.push({
          ...{ file: id, fileNumber: number, account: plainAccount(head.account), currency, sequence: head.sequence, entries },
          openingMinor: head.opening ? minorAmount(head.opening.amount, exponent) : null,
          closingMinor: minorAmount(closing.amount, exponent),
          day: dayNumber(closing.date),
        })
      },
    })
    if (!whole) return null
    const [first] = facts
    const fact: FileFact = {
      ...{ file: id, fileNumber: number, sha256, acquirer: null, account: first?.account ?? null, day: first?.day ?? 0 },
      ...{ about: [], namesOfLines: () => [] },
    }
    return { lines: [], batches: [], bankLines: read, statements: facts, fact }
  }

  function parse(name: string, bytes: Uint8Array, sink: ParseSink): boolean {
    let cutOff = false
    try {
      parseFile(
        name,
        bytes,
        { ...sink, warn: ({ code, severity }) => (cutOff ||= code === 'file' && severity === 'warning') },
        tools,
      )
      return !cutOff
    } catch (error) {
      if (error instanceof RejectError) return false
      throw error
    }
  }
}

const SILENT: ParseSink = { beginStatement: () => {}, entry: () => {}, endStatement: () => {}, line: () => {}, warn: () => {} }

/** Where one merchant number is one terminal, it says the place. */
function terminalsOfMerchants(): Map<string, { readonly store: string; readonly terminal: string }> {
  const places = new Map<string, { store: string; terminal: string }>()
  for (const { id, merchantOf, merchants, stores } of FAMILIES) {
    if (merchants !== 'terminal') continue
    for (let store = stores[0]; store <= Math.min(stores[1], STORES); store++)
      for (let terminal = 1; terminal <= TERMINALS; terminal++)
        places.set(`${id} ${merchantOf(store, terminal)}`, { store: storeCode(store), terminal: terminalCode(store, terminal) })
  }
  return places
}
