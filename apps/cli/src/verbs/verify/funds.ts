import type { FundsReport } from '@counterfoil/services/funds/bundle/verify'
import { VERDICTS } from './verdicts.ts'

const FILE_NOTES: Readonly<Record<string, string>> = {
  raw: 'as it came',
  masked: 'its masked copy: card numbers were cut out of it',
  not_read: 'not in the bundle: nothing of it was taken over',
  elsewhere: 'not in the bundle: its bytes are those of another file',
}

/** A proof bundle of money in words: a line for each file and each sum. */
export function tellFunds(report: FundsReport): string[] {
  const { verdict, period, acquirer, store, records, root, log, files, identities, links, expectations, openAtEnd } = report
  const scope = [acquirer, store].filter((one) => one !== null).join(', ')
  const head =
    verdict === 'does_not_tie'
      ? 'DOES NOT TIE: every record is as it was made, and sums in it do not hold.'
      : verdict === 'sound'
        ? 'SOUND: every record is as it was made, and every sum holds.'
        : VERDICTS[verdict].replace('entries are', 'records are').replace('entries that', 'records that')
  return [
    head,
    '',
    `Money from ${period?.from} to ${period?.to}${scope === '' ? '' : ` (${scope})`}: ${records} records, root ${root}.`,
    log === null
      ? 'Not tied to a log.'
      : `Its making is entry ${log.index} of the log ${log.origin} of ${log.size} entries${log.witnesses.length === 0 ? '' : `, witnessed by ${log.witnesses.join(', ')}`}.`,
    ...files.map(
      ({ id, name, sha256, rows, kept, verdict: how, entryIndex }) =>
        `${MARKS[how]} file ${id} ${name}  ${rows === null ? '' : `${rows} rows  `}${FILE_NOTES[kept] ?? kept}${entryIndex === null ? '' : `, log entry ${entryIndex}`}  SHA-256 ${sha256}`,
    ),
    ...identities.map(
      ({ name, about, left, right, verdict: how, checked, residue }) =>
        `${MARKS[how]} ${name} ${about}  ${left} = ${right}${residue === '0' ? '' : `, ${residue} is left`}${checked === 'added_up' ? '  (its own figures: some of its rows lie outside)' : ''}`,
    ),
    `Links: ${links.all}; ${links.recomputed} made again, ${links.byEvidence} held against their evidence, ${links.byHand} by hand, ${links.outside} to rows outside.`,
    `Expectations: ${expectations.recomputed} made again from contracts and calendars, ${expectations.without} payments without a contract.`,
    ...openAtEnd.map(
      ({ payout, amountMinor, currency, dueOn }) =>
        `· payout ${payout}: ${amountMinor} ${currency} in minor units, due ${dueOn}, open at the end`,
    ),
    ...report.findings.map(({ text }) => `✗ ${text}`),
    ...(report.findingsLeft > 0 ? [`✗ ${report.findingsLeft} more findings.`] : []),
    ...report.remarks.map((text) => `· ${text}`),
  ]
}

const MARKS = { pass: '✓ pass', fail: '✗ fail', not_included: '· none', not_verifiable: '? not verifiable' } as const
