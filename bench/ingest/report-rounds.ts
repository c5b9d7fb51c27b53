import type { BenchmarkResult } from '../benchmark.ts'
import { median, percentile, round } from '../statistics.ts'
import type { Contents } from './compare-databases.ts'
import type { Measured } from './measure-limit.ts'
import type { ProductMeasured } from './measure-product.ts'
import type { PreparedAgent } from './prepare-chain.ts'

export interface IngestRound {
  readonly hub: ProductMeasured
  readonly limitOne: Measured
  readonly limitTwo: Measured
}

interface Given {
  readonly prepared: readonly PreparedAgent[]
  readonly window: number
  readonly contents: Contents
}

/** Medians over rounds; each ratio is taken inside its round. */
export function reportRounds(rounds: readonly IngestRound[], { prepared, window, contents }: Given): BenchmarkResult {
  const batches = prepared.flatMap(({ bench }) => bench.batches.slice(bench.warmUp))
  const events = batches.reduce((sum, { count }) => sum + count, 0)
  const bytes = batches.reduce((sum, { bodies }) => sum + Buffer.byteLength(bodies), 0)
  const payments = batches.reduce((sum, { bodies }) => sum + bodies.split('"kind":"payment.opened"').length - 1, 0)
  const rate = ({ tookMs }: Measured) => (payments / tookMs) * 1_000
  const best = ({ limitOne, limitTwo }: IngestRound) => Math.max(rate(limitOne), rate(limitTwo))
  const medianOf = (of: (round: IngestRound) => number) => median(rounds.map(of))
  const acknowledged = rounds.flatMap(({ hub }) => hub.acknowledgedMs)
  const microsPerPayment = (of: (round: IngestRound) => Measured) =>
    Object.fromEntries(
      Object.keys(rounds[0] === undefined ? {} : of(rounds[0]).cpuMs).map((part) => [
        part,
        round(medianOf((each) => ((of(each).cpuMs[part] ?? Number.NaN) * 1_000) / payments)),
      ]),
    )
  return {
    figure: Math.round(medianOf(({ hub }) => rate(hub))),
    unit: 'payments/s',
    limit: Math.round(medianOf(best)),
    ratio: round(
      medianOf((each) => rate(each.hub) / best(each)),
      3,
    ),
    ratio1: round(
      medianOf((each) => rate(each.hub) / rate(each.limitOne)),
      3,
    ),
    limit1: Math.round(medianOf(({ limitOne }) => rate(limitOne))),
    limit2: Math.round(medianOf(({ limitTwo }) => rate(limitTwo))),
    eventsPerSecond: Math.round(medianOf(({ hub }) => (events / hub.tookMs) * 1_000)),
    rounds: rounds.length,
    agents: prepared.length,
    window,
    payments,
    events,
    eventsPerBatch: round(events / batches.length),
    bytesPerBatch: Math.round(bytes / batches.length),
    acknowledgedMs: { p50: round(percentile(acknowledged, 0.5)), p99: round(percentile(acknowledged, 0.99)) },
    commitMs: { p50: round(medianOf(({ hub }) => hub.commitMs.p50)), p99: round(medianOf(({ hub }) => hub.commitMs.p99)) },
    refusedBusy: medianOf(({ hub }) => hub.refusedBusy),
    cpuMicrosPerPayment: microsPerPayment(({ hub }) => hub),
    limitCpuMicrosPerPayment: microsPerPayment(({ limitTwo }) => limitTwo),
    signedBeforehand: true,
    sameRows: Object.fromEntries(Object.entries(contents).map(([table, { rows }]) => [table, rows])),
  }
}
