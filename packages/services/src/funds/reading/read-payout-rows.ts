import {
  addDays,
  civilDay,
  isCivilDay,
  minorAmount,
  payoutId,
  type ReadingTools,
  readPayouts,
  type SettlementBatch,
  sumOf,
} from '@counterfoil/settlement/funds'
import type { PayoutRow } from './file-reading.ts'
import type { KnownTools } from './known-tools.ts'
import type { LineSums } from './line-sums.ts'
import { plainNumber } from './plain-number.ts'
import type { Known } from './read-known.ts'

export interface BatchOfFile {
  readonly number: number
  readonly acquirer: string
  readonly merchantAccount: string
  readonly currency: string
  readonly batch: string
  readonly sums: LineSums
}

/** Without a calendar nobody can say when; a month is longer than any acquirer takes. */
const LONGEST_WAY_DAYS = 31

/** Makes the payout of each batch of one file: how much, and from when until when it may arrive. */
export function openPayoutRows(
  known: Known,
  tools: ReadingTools & KnownTools,
  batches: readonly SettlementBatch[],
): (batch: BatchOfFile) => Omit<PayoutRow, 'movementsOnly'> {
  const { payouts, waiting } = readPayouts(batches, tools, tools.payoutDays)
  const dated = new Map([...payouts, ...waiting].map((one) => [one.payout.id, one]))
  const sums = new Map(batches.map((batch) => [batch.payout, batch]))
  const accounts = new Map(known.accounts.map(({ number, id }) => [number, id]))
  return ({ acquirer, merchantAccount, currency, batch, sums: lines }) => {
    const id = payoutId(acquirer, merchantAccount, currency, batch)
    const all = sums.get(id)
    // One that came with a later batch of the same file is not among them; it is asked for alone.
    const one = dated.get(id) ?? (all && alone(all, tools))
    const contract =
      one?.contract ?? tools.contractsOf(merchantAccount).find((each) => each.acquirer === acquirer && each.currency === currency)
    const { lines: lineCount, gross, fees, net } = lines.format()
    const exponent = tools.minorUnitExponent(currency) ?? 2
    const fallback = fallbackDay(batch, all)
    return {
      acquirer,
      merchantAccount,
      bankAccountId: contract === undefined ? null : (accounts.get(plainNumber(contract.bank.account)) ?? null),
      currency,
      batch,
      amountMinor: all === undefined ? 0 : minorAmount(all.announced ?? sumOf(all), exponent),
      announced: all !== undefined && all.announced !== null,
      minimumMinor: contract?.payout.minimumMinor ?? 0,
      referenceTexts: one?.payout.references ?? [],
      salesDay: one ? civilDay(one.days.salesDay) : fallback,
      announcedOn: one ? civilDay(one.days.payoutDay) : fallback,
      dueOn: one ? civilDay(one.payout.dueDay) : fallback,
      firstOn: one ? civilDay(one.payout.firstDay) : fallback,
      lastOn: one ? civilDay(one.payout.lastDay) : addDays(fallback, LONGEST_WAY_DAYS),
      gross,
      fees,
      net,
      lineCount,
    }
  }
}

function alone(batch: SettlementBatch, tools: ReadingTools & KnownTools) {
  const { payouts, waiting } = readPayouts([batch], tools, tools.payoutDays)
  return payouts[0] ?? waiting[0]
}

/** The last day the batch knows of; a batch without any day is as old as days are counted. */
function fallbackDay(batch: string, all: SettlementBatch | undefined): string {
  if (isCivilDay(batch)) return batch
  const days = [...(all?.salesDays.keys() ?? []), ...(all?.sentDay == null ? [] : [all.sentDay])]
  return civilDay(days.length > 0 ? Math.max(...days) : 0)
}
