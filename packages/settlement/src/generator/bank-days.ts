/**
 * Bank days as the generator counts them: from rules and lists of its own, so that a wrong table of the product shows as wrong
 * arrival dates. Days are day numbers since 1970-01-01.
 */
export interface BankDays {
  isOpen(day: number): boolean
}

const DAY_MS = 86_400_000
export const dayOf = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY_MS
/** 0 is Sunday. */
export const weekday = (day: number): number => (((day + 4) % 7) + 7) % 7
const isWeekend = (day: number): boolean => weekday(day) === 0 || weekday(day) === 6
const YEARS = [2025, 2026, 2027]

/** Easter Sunday (Gauss, as Lichtenberg mended it). */
function easter(year: number): number {
  const century = Math.floor(year / 100)
  const moon = 15 + Math.floor((3 * century + 3) / 4) - Math.floor((8 * century + 13) / 25)
  const sun = 2 - Math.floor((3 * century + 3) / 4)
  const golden = year % 19
  const germ = (19 * golden + moon) % 30
  const late = Math.floor(germ / 29) + (Math.floor(germ / 28) - Math.floor(germ / 29)) * Math.floor(golden / 11)
  const limit = 21 + germ - late
  const sunday = 7 - ((year + Math.floor(year / 4) + sun) % 7)
  return dayOf(year, 3, limit + 7 - ((limit - sunday) % 7))
}

const euro = new Set(
  YEARS.flatMap((year) => [
    ...[dayOf(year, 1, 1), dayOf(year, 5, 1), dayOf(year, 12, 25), dayOf(year, 12, 26)],
    ...[easter(year) - 2, easter(year) + 1],
  ]),
)

const nth = (year: number, month: number, day: number, count: number): number => {
  const first = dayOf(year, month, 1)
  return first + ((day - weekday(first) + 7) % 7) + (count - 1) * 7
}
const last = (year: number, month: number, day: number): number => {
  const end = dayOf(year, month + 1, 1) - 1
  return end - ((weekday(end) - day + 7) % 7)
}
/** On a Sunday it is kept on Monday; on a Saturday not at all. */
const observed = (day: number): number => (weekday(day) === 0 ? day + 1 : day)
const federal = new Set(
  YEARS.flatMap((year) => [
    ...[dayOf(year, 1, 1), dayOf(year, 6, 19), dayOf(year, 7, 4), dayOf(year, 11, 11), dayOf(year, 12, 25)].map(observed),
    ...[nth(year, 1, 1, 3), nth(year, 2, 1, 3), last(year, 5, 1), nth(year, 9, 1, 1), nth(year, 10, 1, 2), nth(year, 11, 4, 4)],
  ]),
)

const run = (year: number, month: number, day: number, days: number): number[] =>
  Array.from({ length: days }, (_, at) => dayOf(year, month, day) + at)
const china = new Set([
  ...[...run(2025, 1, 28, 8), ...run(2025, 4, 4, 3), ...run(2025, 5, 1, 5), ...run(2025, 5, 31, 3), ...run(2025, 10, 1, 8)],
  ...[...run(2026, 1, 1, 3), ...run(2026, 2, 15, 9), ...run(2026, 4, 4, 3), ...run(2026, 5, 1, 5), ...run(2026, 6, 19, 3)],
  ...[...run(2026, 9, 25, 3), ...run(2026, 10, 1, 7)],
])
const madeUp = new Set([
  ...[dayOf(2025, 1, 26), dayOf(2025, 2, 8), dayOf(2025, 4, 27), dayOf(2025, 9, 28), dayOf(2025, 10, 11)],
  ...[dayOf(2026, 1, 4), dayOf(2026, 2, 14), dayOf(2026, 2, 28), dayOf(2026, 5, 9), dayOf(2026, 9, 20), dayOf(2026, 10, 10)],
])

export const EURO_DAYS: BankDays = { isOpen: (day) => !isWeekend(day) && !euro.has(day) }
export const DOLLAR_DAYS: BankDays = { isOpen: (day) => !isWeekend(day) && !federal.has(day) }
export const YUAN_DAYS: BankDays = { isOpen: (day) => madeUp.has(day) || (!isWeekend(day) && !china.has(day)) }

/** The n-th open day after it; with 0 the first open day from it on. */
export function openDay({ isOpen }: BankDays, from: number, count: number): number {
  let day = count === 0 ? from : from + 1
  for (let left = Math.max(count, 1); ; day++) if (isOpen(day) && --left === 0) return day
}
