import { Sheet } from '../../evidence-package/pdf/sheet.ts'
import { codeWords, lineWords, words } from './claim-words.ts'
import { type ClaimsLetter, timeOf } from './claims-letter.ts'

const SHARES = [10, 14, 6, 8, 11, 9, 9, 9]

/** The letter on paper. The same claims give the same bytes. */
export function claimsPdf({
  acquirer,
  language,
  merchantAccounts,
  madeBy,
  madeAt,
  claims,
  totals,
  cut,
}: ClaimsLetter): Promise<Buffer> {
  const say = (word: keyof typeof words) => words[word][language]
  const day = madeAt.toISOString().slice(0, 10)
  const sheet = new Sheet({ title: `${say('title')} ${acquirer} ${day}`, madeAt, language })
  sheet.title(say('title'), `${say('to')}: ${acquirer}`)
  sheet.fact(say('merchants'), merchantAccounts.join(', '))
  sheet.fact(say('madeAt'), `${madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`)
  sheet.fact(say('madeBy'), madeBy)
  sheet.heading(say('totals'))
  sheet.table(
    [say('currency'), say('items'), say('difference')],
    totals.map(({ currency, items, difference }) => [currency, String(items), `${difference} ${currency}`]),
    [1, 1, 2],
    9,
  )
  sheet.note(say('ask'))
  if (cut) sheet.note(say('cut'))
  sheet.heading(say('list'))
  sheet.table(
    (['what', 'reference', 'store', 'terminal', 'time', 'expected', 'received', 'difference'] as const).map(say),
    [],
    SHARES,
  )
  for (const claim of claims) {
    const { code, references, store, terminals, day: about, expected, received, difference, currency, evidence } = claim
    const time = claim.happenedAt === null ? about : `${timeOf(claim)} ${claim.timeZone}`
    const texts = [codeWords[code][language], references.join(' '), store ?? '–', terminals.join(' ') || '–', time]
    sheet.table([], [[...texts, expected, received, `${difference} ${currency}`]], SHARES)
    const shown = evidence.map(({ file, sha256, line }) => `${file}, ${lineWords[language](line)}, SHA-256 ${sha256}`)
    sheet.table(
      [],
      (shown.length > 0 ? shown : [say('noLine')]).map((text) => ['', text]),
      [1, 24],
      7,
    )
  }
  return sheet.end((page, pages) => `${say('page')} ${page} / ${pages} · ${acquirer} · ${day}`)
}
