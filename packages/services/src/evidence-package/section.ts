import type { ServiceContext } from '../context.ts'

export const languages = ['en', 'zh'] as const
export type Language = (typeof languages)[number]
export type Words = Readonly<Record<Language, string>>

/** What a package is about: whole days in the chain's own time zone. */
export interface Period {
  /** First and last day, `2026-10-01`. */
  readonly from: string
  readonly to: string
  readonly timeZone: string
  readonly beginsAt: Date
  /** Exclusive. */
  readonly endsAt: Date
}

export interface SectionContext extends Pick<ServiceContext, 'pool' | 'now'> {
  readonly period: Period
}

/** One line of the summary: a word and what it is. Instants are written in the period's zone. */
export interface SectionFact {
  /** In `summary.json`. */
  readonly key: string
  readonly label: Words
  readonly value: string | number | Date | Words
}

export interface SectionTable {
  readonly head: readonly Words[]
  readonly rows: readonly (readonly (string | number | Date | Words | null)[])[]
}

/** What a section found: lines for the summary, and the files they rest on. */
export interface SectionContent {
  readonly facts: readonly SectionFact[]
  readonly table?: SectionTable
  readonly files: readonly { readonly name: string; readonly text: string }[]
}

/** A part of the package. A new one is a file beside the others and a line in `sections/index.ts`. */
export interface Section {
  /** In `summary.json`, and the folder of its files. */
  readonly key: string
  readonly title: Words
  /** Null where this installation keeps nothing of the kind, which the summary says. */
  readonly read: (ctx: SectionContext) => Promise<SectionContent | null>
}
