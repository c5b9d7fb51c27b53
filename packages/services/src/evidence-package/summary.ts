import { type PackedFile, verifierCommand } from '@counterfoil/audit'
import type { RecordFacts } from './record-facts.ts'
import type { Language, Period, SectionContent, Words } from './section.ts'

/** Everything the summary says, once as JSON and once on paper. */
export interface Summary {
  readonly language: Language
  readonly period: Period
  readonly record: RecordFacts
  readonly sections: readonly { readonly key: string; readonly title: Words; readonly content: SectionContent | null }[]
  /** Of the package but for the two summaries and the list of contents. */
  readonly files: readonly PackedFile[]
  readonly madeBy: string
  readonly madeAt: Date
  readonly fileName: string
}

export function packageFileName({ from, to }: Pick<Period, 'from' | 'to'>, language: Language): string {
  return `counterfoil-evidence-${from}-${to}-${language}.zip`
}

export function summaryCommand({ fileName, record }: Summary): string {
  return verifierCommand(fileName, '--log-key', record.logKey)
}

export function summaryJson(summary: Summary): string {
  const { language, period, record, sections, files, madeBy, madeAt } = summary
  const said = (value: unknown) => (isWords(value) ? value[language] : value)
  const told = {
    v: 1,
    kind: 'counterfoil.evidence.summary',
    language,
    period,
    madeBy,
    madeAt,
    record,
    sections: sections.map(({ key, content }) => ({
      key,
      kept: content !== null,
      facts: Object.fromEntries((content?.facts ?? []).map((fact) => [fact.key, said(fact.value)])),
      ...(content?.table === undefined
        ? {}
        : { columns: content.table.head.map(said), rows: content.table.rows.map((row) => row.map(said)) }),
    })),
    files,
    command: summaryCommand(summary),
  }
  return `${JSON.stringify(told, undefined, 2)}\n`
}

export function isWords(value: unknown): value is Words {
  return typeof value === 'object' && value !== null && 'en' in value && 'zh' in value
}
