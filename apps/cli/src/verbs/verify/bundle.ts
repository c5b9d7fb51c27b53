import { parseArgs } from 'node:util'
import { type BundleReport, type BundleSource, type VerifyOptions, verifyBundle } from '@counterfoil/audit'
import { UsageError } from '../../cli-error.ts'
import type { CliIo } from '../../verb.ts'
import { withBundle } from './open-input.ts'
import { createProgressBar } from './progress-bar.ts'
import { readInput } from './read-input.ts'
import { readTrust, trustOptions } from './trust-options.ts'

/** A bundle: every entry against the signed and witnessed checkpoints. */
export async function bundle(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...trustOptions,
      json: { type: 'boolean' },
      reference: { type: 'string' },
      checkpoint: { type: 'string', multiple: true },
    },
  })
  const [path, ...more] = positionals
  if (path === undefined || more.length > 0) throw new UsageError('name one bundle: its ZIP, or the folder it was unpacked into')
  const checkpoints = await Promise.all((values.checkpoint ?? []).map(readInput))
  const options: VerifyOptions = { trust: readTrust(values), checkpoints, stop: io.stop }
  const report = await withBundle(path, (source) =>
    values.reference === undefined
      ? verify(source, options, io)
      : withBundle(values.reference, (reference) => verify(source, { ...options, reference }, io)),
  )
  if (values.json) io.out(JSON.stringify(report))
  else for (const line of tell(report)) io.out(line)
  return report.exitCode
}

async function verify(source: BundleSource, options: VerifyOptions, io: CliIo): Promise<BundleReport> {
  const bar = createProgressBar(io)
  try {
    return await verifyBundle(source, { ...options, onProgress: bar.show })
  } finally {
    bar.end()
  }
}

export const VERDICTS: Readonly<Record<BundleReport['verdict'], string>> = {
  sound: 'SOUND: every entry is as it was signed.',
  changed: 'CHANGED: entries are not as they were signed.',
  missing: 'MISSING: entries that were recorded are not there.',
  inconsistent: 'INCONSISTENT: two histories were signed for one log.',
  bad_signature: 'BAD SIGNATURE: a signature does not hold.',
  quorum_not_met: 'QUORUM NOT MET: too few witnesses signed.',
  malformed: 'MALFORMED: something cannot be read.',
}

function tell(report: BundleReport): string[] {
  const { verdict, origin, from, to, entries, checkpoints, witnessedTo, quorum, findings, remarks } = report
  return [
    VERDICTS[verdict],
    '',
    `Log ${origin}, entries ${from} to ${to - 1}: ${entries} read, ${checkpoints} signed checkpoints held against them.`,
    witnessedTo === null
      ? 'No checkpoint that holds was signed by enough witnesses.'
      : `Witnessed up to entry ${witnessedTo - 1} (${quorum} witnesses asked).`,
    ...findings.map(({ text }) => `✗ ${text}`),
    ...remarks.map(({ text }) => `· ${text}`),
  ]
}
