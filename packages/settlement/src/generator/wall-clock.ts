import { dayOf, weekday } from './bank-days.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** A place's clock by the rules of its law, not by the tables the product reads. */
export interface WallClock {
  readonly zone: string
  /** Milliseconds ahead of UTC. */
  offsetAt(ms: number): number
  /** What a file calls the offset. */
  nameAt(ms: number): string
}

const sundayOf = (year: number, month: number, pick: 'last' | 1 | 2): number => {
  if (pick === 'last') {
    const end = dayOf(year, month + 1, 1) - 1
    return end - weekday(end)
  }
  const first = dayOf(year, month, 1)
  return first + ((7 - weekday(first)) % 7) + (pick - 1) * 7
}
const yearAt = (ms: number): number => new Date(ms).getUTCFullYear()

const isSummerInEurope = (ms: number): boolean => {
  const year = yearAt(ms)
  return ms >= sundayOf(year, 3, 'last') * DAY_MS + HOUR_MS && ms < sundayOf(year, 10, 'last') * DAY_MS + HOUR_MS
}
const isSummerInAmerica = (ms: number): boolean => {
  const year = yearAt(ms)
  return ms >= sundayOf(year, 3, 2) * DAY_MS + 7 * HOUR_MS && ms < sundayOf(year, 11, 1) * DAY_MS + 6 * HOUR_MS
}

export const BERLIN: WallClock = {
  zone: 'Europe/Berlin',
  offsetAt: (ms) => (isSummerInEurope(ms) ? 2 : 1) * HOUR_MS,
  nameAt: (ms) => (isSummerInEurope(ms) ? 'CEST' : 'CET'),
}
export const NEW_YORK: WallClock = {
  zone: 'America/New_York',
  offsetAt: (ms) => (isSummerInAmerica(ms) ? -4 : -5) * HOUR_MS,
  nameAt: (ms) => (isSummerInAmerica(ms) ? 'EDT' : 'EST'),
}
export const SHANGHAI: WallClock = { zone: 'Asia/Shanghai', offsetAt: () => 8 * HOUR_MS, nameAt: () => 'Asia/Shanghai' }

/** `yyyy-mm-dd hh:mm:ss` on the wall. */
export const wallText = ({ offsetAt }: WallClock, ms: number): string =>
  new Date(ms + offsetAt(ms)).toISOString().slice(0, 19).replace('T', ' ')
export const utcText = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
export const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)
export const shortDay = (day: number): string => dayText(day).slice(2).replaceAll('-', '')
/** Midnight on the wall, on the day's first offset. */
export const midnight = ({ offsetAt }: WallClock, day: number): number => day * DAY_MS - offsetAt(day * DAY_MS - 12 * HOUR_MS)
