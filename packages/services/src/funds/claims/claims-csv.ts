import { writeCsv } from '../../csv/index.ts'
import { codeWords, lineWords, words } from './claim-words.ts'
import { type ClaimsLetter, timeOf } from './claims-letter.ts'

/** The letter as a table: a row for each item, its evidence in one cell, and a row for the total of each currency. */
export function claimsCsv({ language, claims, totals }: ClaimsLetter): string {
  const say = (word: keyof typeof words) => words[word][language]
  const head = (
    [
      'what',
      'reference',
      'store',
      'terminal',
      'time',
      'timeZone',
      'currency',
      'expected',
      'received',
      'difference',
      'evidence',
    ] as const
  ).map(say)
  const rows = claims.map((claim) => [
    codeWords[claim.code][language],
    claim.references.join(' '),
    claim.store,
    claim.terminals.join(' '),
    claim.happenedAt === null ? claim.day : timeOf(claim),
    claim.timeZone,
    claim.currency,
    // Numbers, not texts: a minus sign at the beginning of a text would be taken for a formula.
    ...[claim.expected, claim.received, claim.difference].map(Number),
    claim.evidence.map(({ file, sha256, line }) => `${file} ${lineWords[language](line)} SHA-256 ${sha256}`).join('; '),
  ])
  const sums = totals.map(({ currency, difference }) => [
    ...[say('totals'), '', '', '', '', '', currency, null, null],
    ...[Number(difference), ''],
  ])
  return writeCsv(head, [...rows, ...sums])
}
