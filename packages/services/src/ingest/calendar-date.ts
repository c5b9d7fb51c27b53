/** Days of four centuries, after which the Gregorian calendar repeats itself. */
const ERA_DAYS = 146_097
/** From 0000-03-01, where this reckoning's years begin, to 1970-01-01. */
const DAYS_TO_1970 = 719_468

/** `2026-01-31` → days since 1970-01-01; a tenth of what Date.parse costs. Years 0000 to 9999. */
export function dayNumber(date: string): number {
  const month = digits(date, 5, 2)
  // Years begin in March, so that the leap day is the last one.
  const year = digits(date, 0, 4) - (month <= 2 ? 1 : 0)
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + digits(date, 8, 2) - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * ERA_DAYS + dayOfEra - DAYS_TO_1970
}

function digits(text: string, from: number, count: number): number {
  let value = 0
  for (let at = from; at < from + count; at += 1) value = value * 10 + text.charCodeAt(at) - 0x30
  return value
}
