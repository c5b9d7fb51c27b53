import { stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import {
  type BundleReport,
  type BundleSource,
  type EvidenceReport,
  isEvidence,
  type VerifyOptions,
  verifyBundle,
  verifyEvidence,
} from '@counterfoil/audit'
import { type EventMonthReport, isEventMonth, verifyEventMonth } from '@counterfoil/services/event-months/verify'
import { type FundsReport, isFundsBundle, verifyFundsBundle } from '@counterfoil/services/funds/bundle/verify'
import { UsageError } from '../../cli-error.ts'
import type { CliIo } from '../../verb.ts'
import { tellEvents } from './events.ts'
import { tellEvidence } from './evidence.ts'
import { tellFunds } from './funds.ts'
import { withBundle } from './open-input.ts'
import { createProgressBar } from './progress-bar.ts'
import { isLines, provedEntries } from './proved-entries.ts'
import { readInput } from './read-input.ts'
import { readTrust, trustOptions } from './trust-options.ts'
import { VERDICTS } from './verdicts.ts'

/** A bundle, alone or in an evidence package, entries with proofs, or the proof bundle of money: all of it against what was signed. */
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
  if (path === undefined || more.length > 0)
    throw new UsageError(
      'name one bundle or package: its ZIP, or the folder it was unpacked into; or one file of entries with proofs',
    )
  if (await isLines(path)) {
    if (values.reference !== undefined || values.checkpoint !== undefined)
      throw new UsageError('--reference and --checkpoint are for bundles: each entry of this file has a proof of its own')
    return provedEntries(path, readTrust(values), values.json === true, io)
  }
  const checkpoints = await Promise.all((values.checkpoint ?? []).map(readInput))
  const packed = await stat(path).catch(() => undefined)
  const packedBytes = packed?.isFile() === true ? packed.size : undefined
  const options: Asked = { trust: readTrust(values), checkpoints, stop: io.stop, packedBytes }
  const report = await withBundle(path, (source) =>
    values.reference === undefined
      ? verify(source, options, io)
      : withBundle(values.reference, (reference) => verify(source, { ...options, reference }, io)),
  )
  if (values.json) io.out(JSON.stringify(report))
  else for (const line of inWords(report)) io.out(line)
  return report.exitCode
}

/** `packedBytes`: of the ZIP itself. */
interface Asked extends VerifyOptions {
  readonly packedBytes: number | undefined
}

type Report = BundleReport | EvidenceReport | FundsReport | EventMonthReport

function inWords(report: Report): string[] {
  if ('kind' in report) return report.kind === 'counterfoil.events' ? tellEvents(report) : tellFunds(report)
  return 'bundle' in report ? tellEvidence(report, tell) : tell(report)
}

async function verify(source: BundleSource, { packedBytes, ...options }: Asked, io: CliIo): Promise<Report> {
  const bar = createProgressBar(io)
  try {
    if (isEventMonth(source)) return await verifyEventMonth(source, { stop: options.stop, onProgress: bar.show })
    if (isFundsBundle(source)) return await verifyFundsBundle(source, { ...options, packedBytes, onProgress: bar.show })
    const check = isEvidence(source) ? verifyEvidence : verifyBundle
    return await check(source, { ...options, onProgress: bar.show })
  } finally {
    bar.end()
  }
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
