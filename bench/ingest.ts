import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createPool } from '@counterfoil/db'
import { startFlood } from './agents/flood.ts'
import type { Benchmark } from './benchmark.ts'
import { assertSameContents, type Contents, readContents } from './ingest/compare-databases.ts'
import { type BareLine, bareLines, foldStreams } from './ingest/limit-groups.ts'
import { measureLimit } from './ingest/measure-limit.ts'
import { measureProduct } from './ingest/measure-product.ts'
import { type PreparedAgent, prepareChain } from './ingest/prepare-chain.ts'
import { type IngestRound, reportRounds } from './ingest/report-rounds.ts'
import { startThrowawayPostgres, type ThrowawayPostgres } from './throwaway-postgres.ts'

/** Payments per second through the hub, against the same rows written bare into the same server. */
export const ingest: Benchmark = async ({ args, say, belongings }) => {
  const options = readOptions(args)
  const postgres = await startThrowawayPostgres(belongings)
  say(`${options.agents} stores trade a day of about ${options.payments} payments each; their batches are signed …`)
  const prepared = await prepareChain(postgres.templateUrl, { stores: options.agents, paymentsPerStore: options.payments })
  const { one, two } = await foldLines(postgres, prepared)
  const agents = belongings.keep(startFlood(writeAgents(prepared, belongings.keep(makeFolder())), options.window))

  const withCopy = async <Result>(work: (url: string) => Promise<Result>): Promise<[Result, Contents]> => {
    const copy = await postgres.copy('measured')
    try {
      return [await work(copy.url), await readContents(copy.url)]
    } finally {
      await copy.drop()
    }
  }
  const bare = (lines: readonly BareLine[]) => withCopy((url) => measureLimit(url, postgres.pid, lines))
  const product = () => withCopy((url) => measureProduct(belongings, { url, postgresPid: postgres.pid, agents }))

  say('one round of each side that does not count: memory and disk are slow to give what nobody has touched …')
  const [, expected] = await bare(two)
  await product()
  const rounds: IngestRound[] = []
  for (let nth = 1; nth <= options.rounds; nth += 1) {
    const [hub, found] = await product()
    const [limitOne, foundOne] = await bare(one)
    const [limitTwo, foundTwo] = await bare(two)
    for (const contents of [found, foundOne, foundTwo]) assertSameContents(contents, expected)
    rounds.push({ hub, limitOne, limitTwo })
    const seconds = [hub, limitOne, limitTwo].map(({ tookMs }) => (tookMs / 1_000).toFixed(2))
    say(`round ${nth}: hub ${seconds[0]} s, bare on one connection ${seconds[1]} s, on two ${seconds[2]} s; the same rows in all`)
  }
  return reportRounds(rounds, { prepared, window: options.window, contents: expected })
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      agents: { type: 'string', default: '200' },
      payments: { type: 'string', default: '200' },
      rounds: { type: 'string', default: '5' },
      window: { type: 'string', default: '2' },
    },
  })
  const whole = (name: keyof typeof values): number => {
    const value = Number(values[name])
    if (Number.isInteger(value) && value > 0) return value
    throw new Error(`--${name} must be a whole number above 0, not "${values[name]}"`)
  }
  return { agents: whole('agents'), payments: whole('payments'), rounds: whole('rounds'), window: whole('window') }
}

/** The limit's parameters, made once: every measured database is the same copy. */
async function foldLines(postgres: ThrowawayPostgres, prepared: readonly PreparedAgent[]) {
  const copy = await postgres.copy('folded')
  const pool = createPool({ url: copy.url, max: 2 })
  try {
    const streams = await foldStreams(pool, prepared)
    return { one: bareLines(streams, 1), two: bareLines(streams, 2) }
  } finally {
    await pool.end()
    await copy.drop()
  }
}

function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-agents-'))
  return { folder, stop: async () => rmSync(folder, { recursive: true, force: true }) }
}

function writeAgents(prepared: readonly PreparedAgent[], { folder }: { readonly folder: string }): string {
  const file = join(folder, 'agents.jsonl')
  writeFileSync(file, prepared.map(({ bench }) => JSON.stringify(bench)).join('\n'), { mode: 0o600 })
  return file
}
