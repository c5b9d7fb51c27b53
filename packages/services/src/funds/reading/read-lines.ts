import { createHash, type Hash } from 'node:crypto'
import { formatDecimal, RejectError, type SettlementLine } from '@counterfoil/settlement'
import {
  billDayOf,
  type Contract,
  civilDay,
  isCivilDay,
  minorAmount,
  openSettlementReading,
  type ReadingTools,
  type SettlementReading,
  tellsMovementsOnly,
} from '@counterfoil/settlement/funds'
import { settlementTools } from '../settlement-tools.ts'
import { DayCounts, type DaySpan } from './day-span.ts'
import type { KindSum, MerchantInFile, PayoutRow, SalesDayOfFile } from './file-reading.ts'
import { findMerchant, type Merchant } from './find-merchant.ts'
import { type KnownTools, openKnownTools } from './known-tools.ts'
import { LineSums } from './line-sums.ts'
import type { Known, KnownSource } from './read-known.ts'
import { type BatchOfFile, openPayoutRows } from './read-payout-rows.ts'
import type { LineRow } from './rows.ts'

export interface LinesRead {
  readonly merchants: readonly MerchantInFile[]
  readonly kinds: readonly KindSum[]
  readonly payouts: readonly PayoutRow[]
  readonly salesDays: readonly SalesDayOfFile[]
  readonly days: DaySpan
  /** What the file is about: its batches. */
  readonly scope: readonly string[]
  /** SHA-256 over all lines of a report that names no batch, which is known again by nothing else; null for others. */
  readonly content: string | null
}

export interface FilePlace {
  readonly fileId: number
  readonly known: Known
  /** The expected file that somebody said this is. */
  readonly source: KnownSource | null
  /** Made from what is known, for all files that are read with it. */
  readonly tools?: KnownTools | undefined
}

const CARD = /^[0-9]{0,6}[^0-9]*[0-9]{0,4}$/

/** Lines of an acquirer's file on their way to rows. What belongs to nobody known is counted and makes no row. */
export class LineReading {
  readonly #place: FilePlace
  readonly #write: (row: LineRow) => void
  readonly #tools: ReadingTools & KnownTools
  readonly #merchants = new Map<string, Merchant | null>()
  /** By kind and currency. */
  readonly #kinds = new Map<string, Map<string, LineSums>>()
  readonly #batches = new Map<string, BatchOfFile>()
  #lastBatch: BatchOfFile | null = null
  /** null once a line has named its batch. */
  #nameless: Hash | null = createHash('sha256')
  readonly #dayTexts = new Map<number, string>()
  readonly #days = new DayCounts()
  /** Of lines about no payment: a payout is dated when it is sent. */
  readonly #otherDays = new DayCounts()
  /** Lines about payments, by account and sales day. */
  readonly #salesDays = new Map<string, number>()
  readonly #readings: SettlementReading[] = []
  #reading: SettlementReading | null = null
  #acquirer: string | null = null
  #format = ''
  #fileName = ''
  #position = 0

  constructor(place: FilePlace, write: (row: LineRow) => void) {
    this.#place = place
    this.#write = write
    this.#tools = {
      minorUnitExponent: settlementTools.minorUnitExponent,
      ...(place.tools ?? openKnownTools(place.known)),
    }
  }

  get batchCount(): number {
    return this.#batches.size
  }

  beginFile(format: string, fileName: string): void {
    this.#format = format
    this.#fileName = fileName
    this.#reading = null
  }

  line(line: SettlementLine): void {
    this.#position += 1
    refuseLong(line)
    try {
      this.#take(line)
    } catch (error) {
      throw error instanceof RangeError ? new RejectError(error.message, line.at.line) : error
    }
  }

  #take(line: SettlementLine): void {
    this.#count(line)
    const merchant = this.#merchantOf(line)
    if (merchant === null) return
    const reading = this.#readingOf(merchant)
    const settled = reading.read(line)
    const batch = this.#batchOf(line, merchant)
    if (line.kind !== 'payout') batch.sums.add(line)
    const salesDay = settled?.salesDay == null ? null : this.#dayText(settled.salesDay)
    if (settled !== null && salesDay !== null) {
      const key = `${merchant.acquirer}\n${merchant.merchantAccount}\n${salesDay}`
      this.#salesDays.set(key, (this.#salesDays.get(key) ?? 0) + 1)
    }
    if (settled === null) this.#otherDays.add(salesDay ?? dayIn(line.happenedAt))
    else this.#days.add(salesDay ?? dayIn(line.happenedAt))
    const happenedAtMs = settled?.happenedAtMs ?? null
    const row = this.#row(line, { merchant, batch, salesDay, happenedAtMs, open: settled !== null })
    if (this.#nameless !== null && batch.batch !== String(this.#place.fileId)) this.#nameless = null
    this.#nameless?.update(JSON.stringify({ ...row, ...NO_PLACE }))
    this.#write(row)
  }

  finish(): LinesRead {
    const batches = [...this.#batches.values()]
    const payoutRow = openPayoutRows(
      this.#place.known,
      this.#tools,
      this.#readings.flatMap((reading) => reading.batches()),
    )
    const movementsOnly = tellsMovementsOnly(this.#format)
    const content = batches.length === 0 ? null : (this.#nameless?.digest('hex') ?? null)
    return {
      merchants: [...this.#merchants].map(([key, found]) => {
        const [merchant = '', currency = ''] = key.split('\n')
        return { merchant: merchant === '' ? null : merchant, currency, acquirer: found?.acquirer ?? null }
      }),
      kinds: [...this.#kinds].flatMap(([kind, ofKind]) =>
        [...ofKind].map(([currency, sums]) => ({ kind, currency, ...sums.format() })),
      ),
      payouts: batches.map((batch) => ({ ...payoutRow(batch), movementsOnly })),
      salesDays: [...this.#salesDays].map(([key, count]) => {
        const [acquirer = '', merchantAccount = '', day = ''] = key.split('\n')
        return { acquirer, merchantAccount, day, lines: count }
      }),
      days: this.#days.isEmpty ? this.#otherDays.span() : this.#days.span(),
      scope: batches.map(({ acquirer, merchantAccount, currency, batch }) =>
        ['lines', this.#format, acquirer, merchantAccount, currency, content ?? batch].join('\n'),
      ),
      content,
    }
  }

  #count(line: SettlementLine): void {
    let ofKind = this.#kinds.get(line.kind)
    if (ofKind === undefined) {
      ofKind = new Map()
      this.#kinds.set(line.kind, ofKind)
    }
    let sums = ofKind.get(line.currency)
    if (sums === undefined) {
      sums = new LineSums()
      ofKind.set(line.currency, sums)
    }
    sums.add(line)
  }

  /** Known is who has a contract, in this currency. */
  #merchantOf({ merchant, currency }: SettlementLine): Merchant | null {
    const key = `${merchant ?? ''}\n${currency}`
    let found = this.#merchants.get(key)
    if (found === undefined) {
      const { known, source } = this.#place
      const { contractsOf } = this.#tools
      const named = findMerchant(known.sources, contractsOf, merchant, { format: this.#format, source })
      found =
        named !== null && hasContract(contractsOf(named.merchantAccount), named, currency) && this.#isOneAcquirer(named)
          ? named
          : null
      this.#merchants.set(key, found)
    }
    return found
  }

  #isOneAcquirer({ acquirer }: Merchant): boolean {
    this.#acquirer ??= acquirer
    return this.#acquirer === acquirer
  }

  #readingOf({ acquirer, merchantAccount }: Merchant): SettlementReading {
    if (this.#reading === null) {
      this.#reading = openSettlementReading(
        {
          acquirer,
          merchantAccount,
          format: this.#format,
          file: String(this.#place.fileId),
          fileNumber: this.#place.fileId,
          fileName: this.#fileName,
        },
        this.#tools,
      )
      this.#readings.push(this.#reading)
    }
    return this.#reading
  }

  #batchOf(line: SettlementLine, { acquirer, merchantAccount }: Merchant): BatchOfFile {
    const day = billDayOf({ format: this.#format, fileName: this.#fileName })
    const batch = day ?? line.batch ?? String(this.#place.fileId)
    // Lines of a batch come together.
    const last = this.#lastBatch
    if (last?.batch === batch && last.merchantAccount === merchantAccount && last.currency === line.currency) return last
    const key = `${merchantAccount}\n${line.currency}\n${batch}`
    let known = this.#batches.get(key)
    if (known === undefined) {
      const number = this.#batches.size + 1
      known = { number, acquirer, merchantAccount, currency: line.currency, batch, sums: new LineSums() }
      this.#batches.set(key, known)
    }
    this.#lastBatch = known
    return known
  }

  #row(
    line: SettlementLine,
    {
      merchant,
      batch,
      salesDay,
      happenedAtMs,
      open,
    }: {
      merchant: Merchant
      batch: BatchOfFile
      salesDay: string | null
      happenedAtMs: number | null
      open: boolean
    },
  ): LineRow {
    const grossCurrency = line.grossCurrency ?? line.currency
    const exponent = (currency: string) => settlementTools.minorUnitExponent(currency) ?? 2
    return {
      position: this.#position,
      line: line.at.line,
      characterOffset: line.at.character,
      acquirer: merchant.acquirer,
      merchantAccount: merchant.merchantAccount,
      currency: line.currency,
      kind: line.kind,
      type: line.type,
      method: line.method,
      batch: batch.batch,
      payout: batch.number,
      storeCode: line.store,
      terminal: line.terminal,
      acquirerReference: line.acquirerReference,
      merchantReference: line.merchantReference,
      retrievalReference: null,
      originalReference: line.originalReference,
      authorisationCode: line.authorisationCode,
      trace: line.traceNumber,
      terminalBatch: null,
      card: line.card === null ? null : CARD.test(line.card) ? line.card : null,
      happenedAtMs,
      salesDay,
      gross: line.gross && formatDecimal(line.gross),
      grossCurrency: line.gross === null ? null : grossCurrency,
      fees: formatDecimal(line.fees),
      net: formatDecimal(line.net),
      grossMinor: minorAmount(line.gross ?? line.net, exponent(grossCurrency)),
      netMinor: minorAmount(line.net, exponent(line.currency)),
      text: line.text === '' ? null : line.text,
      open,
    }
  }

  #dayText(day: number): string {
    let text = this.#dayTexts.get(day)
    if (text === undefined) {
      text = civilDay(day)
      this.#dayTexts.set(day, text)
    }
    return text
  }
}

/** Rows are found by them: an index holds no longer ones, and no acquirer has any. */
const LONGEST_REFERENCE = 255

function refuseLong({ acquirerReference, merchantReference, originalReference, batch, at }: SettlementLine): void {
  const isLong = (text: string | null): boolean => text !== null && text.length > LONGEST_REFERENCE
  if (isLong(acquirerReference) || isLong(merchantReference) || isLong(originalReference) || isLong(batch))
    throw new RejectError(`a reference or batch number of more than ${LONGEST_REFERENCE} characters`, at.line)
}

/** Where a row stands, and what the file is called here, is no part of what it says. */
const NO_PLACE = { position: 0, line: 0, characterOffset: 0, payout: 0, batch: '' }

/** Times are texts of the file: what is no day is none. */
function dayIn(happenedAt: string | null): string | null {
  const day = happenedAt?.slice(0, 10) ?? ''
  return isCivilDay(day) ? day : null
}

const hasContract = (contracts: readonly Contract[], { acquirer }: Merchant, currency: string): boolean =>
  contracts.some((contract) => contract.acquirer === acquirer && contract.currency === currency)
