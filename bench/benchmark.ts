/** One line of JSON: the figure, the limit measured in the same run, and their ratio. Everything else explains them. */
export interface BenchmarkResult {
  readonly figure: number
  readonly unit: string
  readonly limit: number
  readonly ratio: number
  readonly [detail: string]: unknown
}

/** Progress goes to `say` (standard error); the result is the only thing on standard output. */
export type Benchmark = (args: readonly string[], say: (line: string) => void) => Promise<BenchmarkResult>
