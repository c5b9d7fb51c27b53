import type { Calendar } from './rule.ts'

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** `from` and `to` are hours of the chain's zone; a time belongs to them until `to` begins. */
export function isWorkingTime({ timeZone, from, to, weekdays }: Calendar, ms: number): boolean {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: 'numeric', hourCycle: 'h23' }).formatToParts(
    ms,
  )
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  const hour = Number(part('hour'))
  return weekdays.includes(WEEKDAYS.indexOf(part('weekday')) + 1) && hour >= from && hour < to
}

/** The date in the chain's zone, 2026-11-27. */
export function dayOf(timeZone: string, ms: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(ms)
}

/** The date after it. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}
