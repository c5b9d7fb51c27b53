import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { matchInThread } from '@counterfoil/services/funds'
import { createFileReader } from '@counterfoil/services/funds/reading'
import { createOpener, deriveHubKeys } from '@counterfoil/services/vault'
import { chainOptions, isFaultName, USUAL_FAULTS } from '@counterfoil/settlement/generator'
import { systemClock } from '@counterfoil/terminals/system-clock'
import pg from 'pg'
import type { Belongings } from './belongings.ts'
import type { Benchmark } from './benchmark.ts'
import { cpuMs, familyCpuMs } from './cpu-time.ts'
import { machineLoad } from './machine-load.ts'
import { importChain } from './reconcile/import-chain.ts'
import { judgeRun } from './reconcile/judge-run.ts'
import { measureLimit } from './reconcile/measure-limit.ts'
import { prepareHub } from './reconcile/prepare-hub.ts'
import { readStanding } from './reconcile/read-standing.ts'
import { differing, hashResult, shuffleRows } from './reconcile/same-result.ts'
import { seedPayments } from './reconcile/seed-payments.ts'
import { writeChain } from './reconcile/write-chain.ts'
import { round } from './statistics.ts'
import { type DatabaseCopy, startThrowawayPostgres } from './throwaway-postgres.ts'
import { withContext } from './with-context.ts'

const DAY_MS = 86_400_000
const KEYS = deriveHubKeys(new Uint8Array(32).fill(6))

/**
 * A month of a chain of 200 stores in the real formats of its acquirers and banks, with faults in them: imported and matched by
 * the product, and what then stands in its database judged against what is true, which is kept apart.
 */
export const reconcile: Benchmark = async ({ args, say, belongings }) => {
  const { folder: kept, ...options } = readOptions(args)
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'counterfoil-chain-'))
  if (kept === undefined) belongings.keep({ stop: async () => rmSync(folder, { recursive: true, force: true }) })
  say(`a chain of about ${options.lines} lines is written with seed ${options.seed} …`)
  const chain = writeChain(folder, options)
  // Noon of the day after everything: what is not here by then does not come.
  const nowMs = (chain.plan.endDay + 1) * DAY_MS + DAY_MS / 2
  say(`${chain.files.length} files and ${chain.paymentCount} payments in ${folder}; PostgreSQL starts …`)
  const postgres = await startThrowawayPostgres(belongings)
  await prepareHub(postgres.templateUrl, chain.plan, KEYS)
  const [measured, bare] = [await postgres.copy('measured'), await postgres.copy('bare')]
  const inHub = <Result>(work: (ctx: Parameters<Parameters<typeof withContext>[1]>[0]) => Promise<Result>): Promise<Result> =>
    withContext(measured.url, (ctx) => work({ ...ctx, now: () => new Date(nowMs) }))
  say('its payments are put where they were before …')
  await inHub((ctx) => withClient(measured.url, (client) => seedPayments(ctx, client, chain.payments)))
  say('files are imported …')
  const seconds = (from: number): number => round((performance.now() - from) / 1_000, 2)
  const cpu = () => ({ hub: cpuMs(process.pid), postgres: familyCpuMs(postgres.pid) })
  const load = machineLoad()
  const cpuBefore = cpu()
  const imported = await inHub(async (ctx) => {
    const reader = belongings.keep(stoppable(createFileReader(systemClock)))
    const parts = { opener: createOpener([KEYS.vault.privateKey]), reader }
    const began = performance.now()
    const { ids, confirmed } = await importChain(ctx, parts, chain.files)
    const took = seconds(began)
    await reader.stop()
    const { rows } = await ctx.pool.query<{ lines: number; states: object }>(
      `select (select count(*) from settlement_line) as lines,
         (select jsonb_object_agg(state, n) from (select state, count(*) as n from funds_file group by state) s) as states`,
    )
    return { ids, confirmed, cpu: cpu(), seconds: took, lines: rows[0]?.lines ?? 0, states: rows[0]?.states }
  })
  say(`imported in ${imported.seconds} s: ${JSON.stringify(imported.states)}`)
  const [again, shuffled] = [await postgres.copy('again', 'measured'), await postgres.copy('shuffled', 'measured')]
  say('matched and committed …')
  const began = performance.now()
  const cpuAtMatch = cpu()
  const report = await matchInThread(measured.url, nowMs)
  const matchSeconds = seconds(began)
  const cpuAfter = cpu()
  const peakMemoryMb = Math.round(process.resourceUsage().maxRSS / 1024)
  say(`matched in ${matchSeconds} s: ${JSON.stringify(report?.counts)}; judged against what is true …`)
  const standing = await inHub(({ pool }) => readStanding(pool))
  const judged = await judgeRun(standing, chain.truth, imported.ids)
  for (const line of judged.wrong) say(`  ${line}`)
  say('parsing alone, and COPY of the same rows …')
  const limit = await withClient(measured.url, (from) =>
    withClient(bare.url, (into) => measureLimit({ folder, chain, from, into })),
  )
  await bare.drop()
  say('run again, from the files on, and with all rows in another order …')
  const first = await withClient(measured.url, hashResult)
  const idle = await matchInThread(measured.url, nowMs)
  const isSame = async (copy: DatabaseCopy): Promise<boolean> => {
    await matchInThread(copy.url, nowMs)
    const differs = differing(first, await withClient(copy.url, hashResult))
    if (differs.length > 0) say(`  another result: ${differs.join(', ')}`)
    await copy.drop()
    return differs.length === 0
  }
  if (idle?.run !== null) say(`  a run without news wrote ${JSON.stringify(idle?.counts)}`)
  const rerunEqual = (await isSame(again)) && idle?.run === null
  await withClient(shuffled.url, (client) => shuffleRows(client, options.seed))
  const shuffleEqual = await isSame(shuffled)
  const total = imported.seconds + matchSeconds
  const linesPerSecond = Math.round(imported.lines / total)
  const limitPerSecond = Math.round(imported.lines / (limit.parseSeconds + limit.copySeconds))
  return {
    figure: linesPerSecond,
    unit: 'lines/s from file to commit',
    limit: limitPerSecond,
    ratio: round(linesPerSecond / limitPerSecond, 3),
    seed: options.seed,
    lines: imported.lines,
    payments: chain.paymentCount,
    files: chain.files.length,
    confirmedFiles: imported.confirmed,
    linesPerSecond,
    ...judged.figures,
    peakMemoryMb,
    rerunEqual,
    shuffleEqual,
    seconds: { total: round(total, 2), import: imported.seconds, match: matchSeconds },
    // Of what has to be done, whoever else wants the machine.
    cpuSeconds: { import: between(cpuBefore, imported.cpu), match: between(cpuAtMatch, cpuAfter) },
    load,
    limitSeconds: { parse: round(limit.parseSeconds, 2), copy: round(limit.copySeconds, 2) },
  }
}

interface Cpu {
  readonly hub: number
  readonly postgres: number
}
const between = (from: Cpu, to: Cpu): Cpu => ({
  hub: round((to.hub - from.hub) / 1_000, 2),
  postgres: round((to.postgres - from.postgres) / 1_000, 2),
})

const stoppable = <Part extends { close(): Promise<void> }>(part: Part): Part & Parameters<Belongings['keep']>[0] =>
  Object.assign(part, { stop: () => part.close() })

async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      lines: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
      days: { type: 'string', default: '30' },
      fault: { type: 'string', multiple: true, default: [] },
      folder: { type: 'string' },
    },
  })
  const whole = (name: 'lines' | 'seed' | 'days'): number => {
    const value = Number(values[name])
    if (Number.isSafeInteger(value) && value >= 0) return value
    throw new Error(`--${name} must be a whole number, not "${values[name]}"`)
  }
  const faults: Record<string, number> = { ...USUAL_FAULTS }
  for (const fault of values.fault) {
    const [name = '', rate = ''] = fault.split('=')
    if (!isFaultName(name) || rate === '' || !(Number(rate) >= 0))
      throw new Error(`--fault ${fault}: write NAME=RATE with a NAME of ${Object.keys(USUAL_FAULTS).join(', ')}`)
    faults[name] = Number(rate)
  }
  const options = chainOptions({ lines: whole('lines'), seed: whole('seed'), days: whole('days') })
  return { ...options, faults: { ...options.faults, ...faults }, folder: values.folder }
}
