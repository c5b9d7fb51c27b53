import type { EvidenceReport } from '@counterfoil/audit'
import { VERDICTS } from './verdicts.ts'

/** An evidence package in words: its files first, then what `tellBundle` says of the audit bundle in it. */
export function tellEvidence(report: EvidenceReport, tellBundle: (bundle: NonNullable<EvidenceReport['bundle']>) => string[]) {
  const { verdict, files, findings, bundle } = report
  return [
    VERDICTS[verdict],
    '',
    `Evidence package: ${files} files held against its list of contents, ${findings.length === 0 ? 'all as they were packed' : 'not all as they were packed'}.`,
    ...findings.map(({ text }) => `✗ ${text}`),
    ...(bundle === null ? [] : tellBundle(bundle).slice(2)),
    '· Whether it is the package that was made is told by the log: its entry evidence.made holds the SHA-256 of the whole file.',
  ]
}
