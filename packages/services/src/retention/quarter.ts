import { z } from 'zod'

/** A quarter of a year, UTC: `2026-Q4`. */
export const Quarter = z.string().regex(/^\d{4}-Q[1-4]$/, 'a quarter is written 2026-Q4')

export function quarterOf(at: Date): string {
  return `${at.getUTCFullYear()}-Q${Math.floor(at.getUTCMonth() / 3) + 1}`
}

export function quarterBegins(quarter: string): Date {
  const [year = 0, nth = 1] = quarter.split('-Q').map(Number)
  return new Date(Date.UTC(year, (nth - 1) * 3, 1))
}

export function quarterEnds(quarter: string): Date {
  const end = quarterBegins(quarter)
  end.setUTCMonth(end.getUTCMonth() + 3)
  return end
}
