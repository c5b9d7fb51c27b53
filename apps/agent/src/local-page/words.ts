import { en, type Words } from './words/en.ts'
import { zh } from './words/zh.ts'

export type { Words }

export const LANGUAGES = ['en', 'zh'] as const
export type Language = (typeof LANGUAGES)[number]

export const WORDS: Readonly<Record<Language, Words>> = { en, zh }

/** Puts values into a sentence's `{name}` places. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}

/** A word out of a table, or its key in plain letters where a newer protocol brings one nobody has translated. */
export function wordFor(table: Readonly<Record<string, string>>, key: string): string {
  return Object.hasOwn(table, key) ? (table[key] ?? key) : key.replaceAll('_', ' ')
}
