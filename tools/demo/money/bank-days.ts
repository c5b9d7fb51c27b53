import { CALENDARS, civilDay, dayNumber, joinCalendars } from '@counterfoil/settlement/funds'

/** A day no table knows is a working day from Monday to Friday. */
export function isOpenDay(calendars: readonly string[], day: number): boolean {
  const rolled = joinCalendars([...calendars], CALENDARS).roll(civilDay(day))
  if (rolled.ok) return dayNumber(rolled.day) === day
  return ![0, 6].includes(new Date(day * 86_400_000).getUTCDay())
}

/** The n-th open day after it; with 0 the first open day from it on. */
export function openDay(calendars: readonly string[], from: number, count: number): number {
  let day = count === 0 ? from : from + 1
  for (let left = Math.max(count, 1); ; day++) if (isOpenDay(calendars, day) && --left === 0) return day
}
