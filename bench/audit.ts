import { parseArgs } from 'node:util'
import { measureAccepting } from './audit/measure-accepting.ts'
import { measureProof } from './audit/measure-proof.ts'
import { measureVerifying } from './audit/measure-verifying.ts'
import type { Benchmark } from './benchmark.ts'
import { round } from './statistics.ts'
import { startThrowawayPostgres } from './throwaway-postgres.ts'

/**
 * The audit record: how fast acts are recorded and get their places, how soon a checkpoint covers them, how fast a bundle is
 * verified offline against the bare SHA-256 of the same bytes, and what one proof costs in a long log.
 */
export const audit: Benchmark = async ({ args, say, belongings }) => {
  const options = readOptions(args)
  say(`a bundle of ${options.entries} entries is written and verified …`)
  const verifying = await measureVerifying(belongings, options.entries)
  const postgres = await startThrowawayPostgres(belongings)
  say(`${options.acts} acts are recorded on ${options.connections} connections while a hub gives them their places …`)
  const accepting = await measureAccepting(belongings, postgres, options)
  say(`a log of ${options.proofEntries} leaves, and proofs of some of them …`)
  const proof = await measureProof(postgres, options.proofEntries)
  return {
    figure: Math.round(verifying.entriesPerSecond),
    unit: 'entries/s verified offline',
    limit: Math.round(verifying.bareHashesPerSecond),
    ratio: round(verifying.entriesPerSecond / verifying.bareHashesPerSecond, 3),
    bundleEntries: options.entries,
    accepting,
    proof,
  }
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      entries: { type: 'string', default: '500000' },
      acts: { type: 'string', default: '20000' },
      connections: { type: 'string', default: '4' },
      'proof-entries': { type: 'string', default: '1000000' },
    },
  })
  const whole = (name: keyof typeof values): number => {
    const value = Number(values[name])
    if (Number.isInteger(value) && value > 0) return value
    throw new Error(`--${name} must be a whole number above 0, not "${values[name]}"`)
  }
  return {
    entries: whole('entries'),
    acts: whole('acts'),
    connections: whole('connections'),
    proofEntries: whole('proof-entries'),
  }
}
