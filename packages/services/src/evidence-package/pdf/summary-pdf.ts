import type { SectionContent } from '../section.ts'
import { isWords, type Summary, summaryCommand } from '../summary.ts'
import { Sheet } from './sheet.ts'
import { words } from './words.ts'

/** The summary on paper, in the reader's language. The same facts give the same bytes. */
export function summaryPdf(summary: Summary): Promise<Buffer> {
  const { language, period, record, sections, files, madeAt, madeBy } = summary
  const timeOf = (at: Date) => {
    const parts = new Intl.DateTimeFormat('sv-SE', {
      timeZone: period.timeZone,
      dateStyle: 'short',
      timeStyle: 'medium',
      hourCycle: 'h23',
    })
    return parts.format(at)
  }
  const say = (value: unknown): string => {
    if (isWords(value)) return value[language]
    if (value instanceof Date) return timeOf(value)
    return value === null ? '–' : String(value)
  }
  const days = `${period.from} – ${period.to} (${period.timeZone})`
  const sheet = new Sheet({ title: `${say(words.title)} ${days}`, madeAt, language })
  sheet.title(`Counterfoil · ${say(words.title)}`, days)
  sheet.fact(say(words.madeBy), madeBy)
  sheet.fact(say(words.madeAt), timeOf(madeAt))

  sheet.heading(say(words.record))
  sheet.fact(say(words.origin), record.origin)
  sheet.fact(say(words.logKey), record.logKey)
  if (record.formerKeys.length > 0) sheet.fact(say(words.formerKeys), record.formerKeys.join('\n'))
  const { start, end } = record
  sheet.fact(say(words.start), `${start.size} ${say(words.size)} ${start.root}`)
  sheet.fact(say(words.end), `${end.size} ${say(words.size)} ${end.root}\n${say(words.signed)} ${timeOf(end.signedAt)}`)
  sheet.fact(say(words.entries), String(record.entries))
  sheet.fact(say(words.checkpoints), String(record.checkpoints))
  sheet.fact(say(words.witnesses), record.witnesses.length === 0 ? say(words.noWitness) : record.witnesses.join('\n'))
  sheet.fact(say(words.quorum), `${record.quorum} / ${record.witnesses.length}`)

  sheet.heading(say(words.byRequirement))
  for (const [requirement, count] of Object.entries(record.byRequirement))
    sheet.fact(`${requirement} ${say(words.requirements[requirement] ?? '')}`, String(count))
  sheet.note(say(words.manyTimes))

  for (const { title, content } of sections) {
    sheet.heading(say(title))
    if (content === null) sheet.note(say(words.noneKept))
    else drawSection(sheet, content, say)
  }

  sheet.heading(say(words.files))
  sheet.table(
    [],
    files.map(({ name, sha256 }) => [name, sha256]),
    [9, 14],
    7,
  )

  sheet.heading(say(words.check))
  sheet.note(say(words.checkHow))
  sheet.code(summaryCommand(summary))
  return sheet.end((page, pages) => `${say(words.page)} ${page} / ${pages} · ${days} · ${record.origin}`)
}

function drawSection(sheet: Sheet, { facts, table }: SectionContent, say: (value: unknown) => string): void {
  for (const { label, value } of facts) sheet.fact(say(label), say(value))
  if (table === undefined || table.rows.length === 0) return
  const rows = table.rows.map((row) => row.map(say))
  sheet.table(
    table.head.map(say),
    rows,
    table.head.map(() => 1),
  )
}
