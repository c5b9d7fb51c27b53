/** A calendar day as `YYYY-MM-DD`; days as text sort as days in time. */
export type CivilDay = string

/** Days before each month of a year that has no 29 February. */
const BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
const leapsBefore = (year: number): number =>
  Math.floor((year - 1) / 4) - Math.floor((year - 1) / 100) + Math.floor((year - 1) / 400)
const LEAPS_BEFORE_1970 = leapsBefore(1970)
const DAYS_OF_400_YEARS = 146_097

/** Days since 1970-01-01. Throws a RangeError for what is no day, such as 30 February. */
export function dayNumber(day: CivilDay): number {
  const number = readDay(day)
  if (number === null) throw new RangeError(`${day} is no day`)
  return number
}

export const isCivilDay = (text: string): boolean => readDay(text) !== null

/** By arithmetic: every row of every file has days. */
function readDay(text: string): number | null {
  if (text.length !== 10 || text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return null
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 7)
  const day = digits(text, 8, 10)
  const before = BEFORE[month - 1]
  const length = LENGTHS[month - 1]
  if (year < 0 || day < 1 || before === undefined || length === undefined) return null
  const leap = isLeap(year)
  if (day > length + (month === 2 && leap ? 1 : 0)) return null
  return (year - 1970) * 365 + leapsBefore(year) - LEAPS_BEFORE_1970 + before + (month > 2 && leap ? 1 : 0) + day - 1
}

const DASH = 0x2d

/** Below zero where one is no digit. */
function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 0x30
    if (!(digit >= 0 && digit <= 9)) return -1
    value = value * 10 + digit
  }
  return value
}

/** Throws a RangeError beyond the years 0 to 9999. */
export function civilDay(number: number): CivilDay {
  let year = 1970 + Math.floor((number * 400) / DAYS_OF_400_YEARS)
  let first = firstOf(year)
  if (first > number) first = firstOf(--year)
  else if (firstOf(year + 1) <= number) first = firstOf(++year)
  if (!(year >= 0 && year <= 9999)) throw new RangeError(`day ${number} is in no year of four digits`)
  const leap = isLeap(year) ? 1 : 0
  const ofYear = number - first
  let month = 11
  while (month > 0 && ofYear < (BEFORE[month] ?? 0) + (month > 1 ? leap : 0)) month--
  const day = ofYear - (BEFORE[month] ?? 0) - (month > 1 ? leap : 0) + 1
  return `${String(year).padStart(4, '0')}-${month < 9 ? '0' : ''}${month + 1}-${day < 10 ? '0' : ''}${day}`
}

const firstOf = (year: number): number => (year - 1970) * 365 + leapsBefore(year) - LEAPS_BEFORE_1970

export const addDays = (day: CivilDay, days: number): CivilDay => civilDay(dayNumber(day) + days)
export const daysBetween = (from: CivilDay, to: CivilDay): number => dayNumber(to) - dayNumber(from)

/** 1 is Monday, 7 is Sunday (ISO 8601). */
export const weekdayOf = (day: CivilDay): number => ((dayNumber(day) + 3) % 7) + 1
export const yearOf = (day: CivilDay): number => Number(day.slice(0, 4))
/** How many days the month of `day` has. */
export const monthLength = (day: CivilDay): number =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate()
