import { generateDatabaseClient } from '../tools/launcher/generate-client.ts'
import { ROOT } from '../tools/stack/root.ts'
import { createBelongings } from './belongings.ts'
import type { Benchmark } from './benchmark.ts'

/** `npm run bench -- NAME`: runs one benchmark and prints its figure as one JSON line. Ctrl-C stops everything it started. */
const benchmarks: Readonly<Record<string, () => Promise<Benchmark>>> = {
  agent: async () => (await import('./agent.ts')).agent,
  agents: async () => (await import('./agents.ts')).agents,
  audit: async () => (await import('./audit.ts')).audit,
  backlog: async () => (await import('./backlog.ts')).backlog,
  devices: async () => (await import('./devices.ts')).devices,
  'first-load': async () => (await import('./first-load.ts')).firstLoad,
  ingest: async () => (await import('./ingest.ts')).ingest,
  latency: async () => (await import('./latency.ts')).latency,
  retention: async () => (await import('./retention.ts')).retention,
  soak: async () => (await import('./soak.ts')).soak,
  reconcile: async () => (await import('./reconcile.ts')).reconcile,
}

const [name, ...args] = process.argv.slice(2)
const load = name === undefined ? undefined : benchmarks[name]
if (load === undefined) {
  console.error(`usage: npm run bench -- NAME; NAME is one of ${Object.keys(benchmarks).join(', ')}`)
  process.exitCode = 2
} else {
  await run(load)
}

async function run(loadBenchmark: () => Promise<Benchmark>): Promise<void> {
  const belongings = createBelongings()
  const interrupted = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => reject(new Error('stopped')))
  })
  try {
    // The database client must exist before anything that imports it is loaded.
    await generateDatabaseClient(ROOT)
    const benchmark = await loadBenchmark()
    const work = benchmark({ args, say: (line) => console.error(line), belongings })
    // After an interruption its parts fail one by one; the first word has been said.
    work.catch(() => {})
    const result = await Promise.race([work, interrupted])
    console.log(JSON.stringify({ bench: name, ...result }))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  } finally {
    await belongings.stopAll()
  }
  // An interrupted benchmark may still wait for something that will never come.
  process.exit()
}
