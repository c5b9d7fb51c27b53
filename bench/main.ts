import type { Benchmark } from './benchmark.ts'
import { ingest } from './ingest.ts'
import { latency } from './latency.ts'

/** `npm run bench -- NAME`: runs one benchmark and prints its figure as one JSON line. */
const benchmarks: Readonly<Record<string, Benchmark>> = { ingest, latency }

const [name, ...args] = process.argv.slice(2)
const chosen = name === undefined ? undefined : benchmarks[name]
if (chosen === undefined) {
  console.error(`usage: npm run bench -- NAME; NAME is one of ${Object.keys(benchmarks).join(', ')}`)
  process.exitCode = 2
} else {
  const result = await chosen(args, (line) => console.error(line))
  console.log(JSON.stringify({ bench: name, ...result }))
}
