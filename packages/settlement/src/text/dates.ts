/** yyyy-mm-dd of a day that exists, or null: 30 February does not become 1 March. */
export function calendarDate(year: number, month: number, day: number): string | null {
  if (!Number.isInteger(year) || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** yymmdd as banks write it: 80 and above are the last century's. */
export function parseShortDate(text: string): string | null {
  const match = /^(\d\d)(\d\d)(\d\d)$/.exec(text)
  if (match === null) return null
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number)
  return calendarDate(year + (year < 80 ? 2000 : 1900), month, day)
}

/** The date in front of an ISO 8601 text: 2025-07-23, 2025-07-23T00:00:00.000+02:00, also 20250723. */
export function parseIsoDate(text: string): string | null {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)(?:$|[T Z+-])/.exec(text.trim())
  if (match === null) return null
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number)
  return calendarDate(year, month, day)
}
