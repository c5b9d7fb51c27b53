import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { reconcile as reconcileAll } from '@counterfoil/settlement/funds'
import { chainOptions, isFaultName, USUAL_FAULTS } from '@counterfoil/settlement/generator'
import type { Benchmark } from './benchmark.ts'
import { connect } from './reconcile/connect.ts'
import { judgeRun } from './reconcile/judge-run.ts'
import { measureLimit } from './reconcile/measure-limit.ts'
import { prepareTables } from './reconcile/prepare-tables.ts'
import { reconcileFiles } from './reconcile/reconcile-files.ts'
import { hashOf, reconcileShuffled } from './reconcile/same-result.ts'
import { writeChain } from './reconcile/write-chain.ts'
import { round } from './statistics.ts'
import { startThrowawayPostgres } from './throwaway-postgres.ts'

/**
 * A month of a chain of 200 stores in the real formats of its acquirers and banks, with faults in them: read, matched and
 * committed through the product, and judged against what is true, which is kept apart.
 */
export const reconcile: Benchmark = async ({ args, say, belongings }) => {
  const { folder: kept, ...options } = readOptions(args)
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'counterfoil-chain-'))
  if (kept === undefined) belongings.keep({ stop: async () => rmSync(folder, { recursive: true, force: true }) })
  say(`a chain of about ${options.lines} lines is written with seed ${options.seed} …`)
  const chain = writeChain(folder, options)
  say(`${chain.files.length} files and ${chain.paymentCount} payments in ${folder}; PostgreSQL starts …`)
  const postgres = await startThrowawayPostgres(belongings)
  await prepareTables(postgres.templateUrl)
  const [measured, bare] = [await postgres.copy('measured'), await postgres.copy('bare')]
  const client = await connect(belongings, measured.url)
  say('files are read, matched and committed …')
  const run = await reconcileFiles(client, chain, say)
  const peakMemoryMb = Math.round(process.resourceUsage().maxRSS / 1024)
  say('judged against what is true …')
  const judged = await judgeRun(run.found, chain)
  for (const line of judged.wrong) say(`  ${line}`)
  say('run again, and with everything in another order …')
  const first = hashOf(run.found)
  const rerunEqual = first === hashOf(reconcileAll(run.input))
  const shuffleEqual = first === hashOf(reconcileShuffled(run.input, options.seed))
  say('parsing alone, and COPY of the same rows …')
  const bareClient = await connect(belongings, bare.url)
  const limit = await measureLimit({ folder, chain, from: client, into: bareClient })
  const linesPerSecond = Math.round(run.lines / run.seconds.total)
  const limitPerSecond = Math.round(run.lines / (limit.parseSeconds + limit.copySeconds))
  return {
    figure: linesPerSecond,
    unit: 'lines/s from file to commit',
    limit: limitPerSecond,
    ratio: round(linesPerSecond / limitPerSecond, 3),
    seed: options.seed,
    lines: run.lines,
    payments: chain.paymentCount,
    files: chain.files.length,
    linesPerSecond,
    ...judged.figures,
    peakMemoryMb,
    rerunEqual,
    shuffleEqual,
    seconds: run.seconds,
    limitSeconds: { parse: round(limit.parseSeconds, 2), copy: round(limit.copySeconds, 2) },
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
