import { z } from 'zod'

/** A calendar month, UTC: `2026-03`. */
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month is written 2026-03')

/** Months the bodies stay in the database after theirs is over, and the fewest that archives are kept. */
export const MONTHS_AT_HAND = 3
export const FEWEST_MONTHS_KEPT = 12

export const monthOf = (date: Date): string => date.toISOString().slice(0, 7)

export const monthBegins = (month: string): Date => new Date(`${month}-01T00:00:00.000Z`)

export const monthEnds = (month: string): Date => monthBegins(monthsAfter(month, 1))

export function monthsAfter(month: string, months: number): string {
  const [year = 0, nth = 1] = month.split('-').map(Number)
  return monthOf(new Date(Date.UTC(year, nth - 1 + months, 1)))
}

/** Whether a month has been over for so many months. */
export function overFor(month: string, months: number, now: Date): boolean {
  return monthBegins(monthsAfter(month, 1 + months)) <= now
}
