import { calendarDate } from '../text/dates.ts'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const LETTERS = 'yMdHhmsaX'

/** What a format's letters have found in a text. */
interface Parts {
  readonly day: string | null
  readonly time: string | null
  readonly offset: string | null
}

/** The day that a text in the format names; undefined where it is written otherwise, null where there is no such day. */
export function readDay(text: string, format: string): string | null | undefined {
  const parts = readParts(text, format)
  return parts?.day
}

/** The same with the time of day and the offset, where the format has them: 2026-05-08 09:30:00 +0800. Null for all that is none. */
export function readMoment(text: string | null, format: string): string | null {
  const parts = text === null ? undefined : readParts(text, format)
  if (parts?.day == null) return null
  return [parts.day, parts.time, parts.time && parts.offset].filter(Boolean).join(' ')
}

/**
 * Two letters or more are so many digits, a single one is one digit or two; `MMM` is a month's English beginning, `a` AM or PM,
 * `X` an offset. What stands behind all that is not looked at.
 */
function readParts(text: string, format: string): Parts | undefined {
  const found: Record<string, string> = {}
  let at = 0
  for (const [run] of format.matchAll(/y+|M+|d+|H+|h+|m+|s+|a|X+|[^yMdHhmsaX]+/g)) {
    const letter = run[0] ?? ''
    if (!LETTERS.includes(letter)) {
      if (text.slice(at, at + run.length) !== run) return undefined
      at += run.length
      continue
    }
    const value = shapeOf(letter, run.length).exec(text.slice(at))?.[0]
    if (value === undefined) return undefined
    found[letter] = value
    at += value.length
  }
  return { day: dayOf(found), time: timeOf(found), offset: found.X ?? null }
}

function shapeOf(letter: string, length: number): RegExp {
  if (letter === 'X') return /^(?:Z|[+-]\d\d:?\d\d)/
  if (letter === 'a') return /^(?:am|pm)/i
  if (letter === 'M' && length >= 3) return /^\p{L}{3}/u
  return length === 1 ? /^\d{1,2}/ : new RegExp(`^\\d{${length}}`)
}

function dayOf({ y, M, d }: Readonly<Record<string, string>>): string | null {
  const named = MONTHS.indexOf(M?.toLowerCase() ?? '') + 1
  return calendarDate(Number(y) + (y?.length === 2 ? 2000 : 0), named || Number(M), Number(d))
}

function timeOf({ H, h, m, s, a }: Readonly<Record<string, string>>): string | null {
  const hour = H ?? (h === undefined ? undefined : String((Number(h) % 12) + (a?.toLowerCase() === 'pm' ? 12 : 0)))
  return hour === undefined ? null : [hour, m ?? '0', s ?? '0'].map((part) => part.padStart(2, '0')).join(':')
}
