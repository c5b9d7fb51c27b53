/** A calendar day as `YYYY-MM-DD`; days as text sort as days in time. */
export type CivilDay = string

const DAY_MS = 86_400_000
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/

/** Days since 1970-01-01. Throws a RangeError for what is no day, such as 30 February. */
export function dayNumber(day: CivilDay): number {
  const parts = SHAPE.exec(day)
  const ms = parts ? Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) : Number.NaN
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) throw new RangeError(`${day} is no day`)
  return ms / DAY_MS
}

export function isCivilDay(text: string): boolean {
  if (!SHAPE.test(text)) return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text
}

export const civilDay = (number: number): CivilDay => new Date(number * DAY_MS).toISOString().slice(0, 10)
export const addDays = (day: CivilDay, days: number): CivilDay => civilDay(dayNumber(day) + days)
export const daysBetween = (from: CivilDay, to: CivilDay): number => dayNumber(to) - dayNumber(from)

/** 1 is Monday, 7 is Sunday (ISO 8601). */
export const weekdayOf = (day: CivilDay): number => ((dayNumber(day) + 3) % 7) + 1
export const yearOf = (day: CivilDay): number => Number(day.slice(0, 4))
/** How many days the month of `day` has. */
export const monthLength = (day: CivilDay): number =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate()
