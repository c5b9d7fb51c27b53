import { describe, expect, it } from 'vitest'
import { readMigrations } from './read-migrations.ts'

/** Those written before the first release: nothing older had to go on beside them. */
const BEFORE_THE_FIRST_RELEASE = '0037'

/** What the release before would miss while it still serves, or what would lock a large table while it is rewritten. */
const BREAKING: Readonly<Record<string, RegExp>> = {
  'drops a table': /\bdrop\s+table\b/i,
  'drops a column': /\bdrop\s+column\b/i,
  'renames something': /\brename\s+(to|column)\b/i,
  'changes a type': /\balter\s+column\s+\S+\s+(set\s+data\s+)?type\b/i,
  'refuses null in a column that is there': /\balter\s+column\s+\S+\s+set\s+not\s+null\b/i,
}

/** A statement that is right all the same says why, in the line before it. */
const EXCUSED = /^-- The release before does without: .+\n(.+\n?)/gm

describe('migrations', () => {
  const later = readMigrations().filter(({ name }) => name.slice(0, 4) > BEFORE_THE_FIRST_RELEASE)

  it.each(later)('$name leaves the release before what it needs while it still serves', ({ sql }) => {
    const judged = sql.replaceAll(EXCUSED, '')
    expect(Object.keys(BREAKING).filter((what) => BREAKING[what]?.test(judged))).toEqual([])
  })

  it('are told apart by this rule', () => {
    const breaks = (sql: string) => Object.values(BREAKING).some((pattern) => pattern.test(sql.replaceAll(EXCUSED, '')))
    expect(breaks('ALTER TABLE store DROP COLUMN city;')).toBe(true)
    expect(breaks('-- The release before does without: nothing ever read it\nALTER TABLE store DROP COLUMN city;')).toBe(false)
    expect(breaks('ALTER TABLE store ADD COLUMN floor integer;')).toBe(false)
  })
})
