import type { Belongings } from './belongings.ts'

/** One line of JSON: the figure, the limit measured in the same run, and their ratio. Everything else explains them. */
export interface BenchmarkResult {
  readonly figure: number
  readonly unit: string
  readonly limit: number
  readonly ratio: number
  readonly [detail: string]: unknown
}

export interface BenchmarkGiven {
  readonly args: readonly string[]
  /** Progress goes to standard error; the result is the only thing on standard output. */
  readonly say: (line: string) => void
  /** Whatever a benchmark starts is kept here, so that it ends with it. */
  readonly belongings: Belongings
}

/** Throws when what was measured is wrong: a fast wrong run is no result. */
export type Benchmark = (given: BenchmarkGiven) => Promise<BenchmarkResult>
