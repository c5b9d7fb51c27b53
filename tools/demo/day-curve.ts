import type { DemoStore } from './chain.ts'

/** Share of a day's payments that falls into each local hour; lunch and the way home stand out. */
const DAY_HOURS = [0, 0, 0, 0, 0, 0, 0, 1.6, 4.2, 5.6, 6.9, 8.3, 9.6, 8.0, 6.6, 6.8, 8.1, 10.4, 10.9, 7.6, 4.1, 1.3, 0, 0]
const NIGHT_HOURS = [
  1.9, 1.2, 0.9, 0.8, 1.1, 2.1, 3.9, 5.6, 6.4, 5.4, 4.9, 5.3, 6.4, 5.5, 4.8, 5.1, 6.0, 7.4, 7.3, 5.8, 4.5, 3.6, 3.1, 2.4,
]

/** Sunday first. German Sundays are closed but for stations. */
const WEEKDAY = [0.72, 0.93, 0.94, 0.97, 1.02, 1.16, 1.26]

/** Payments per hour that a store makes at this local moment. */
export function paymentsPerHour(
  store: DemoStore,
  local: { readonly hour: number; readonly minute: number; readonly weekday: number },
): number {
  if (!store.openAllNight && store.country === 'DE' && local.weekday === 0) return 0
  const hours = store.openAllNight ? NIGHT_HOURS : DAY_HOURS
  const total = hours.reduce((sum, share) => sum + share, 0)
  const here = hours[local.hour] ?? 0
  const next = hours[(local.hour + 1) % 24] ?? 0
  const share = here === 0 || next === 0 ? here : here + (next - here) * (local.minute / 60)
  return (store.paymentsPerDay * (WEEKDAY[local.weekday] ?? 1) * share) / total
}

/** The most `paymentsPerHour` can be, for drawing arrivals by thinning. */
export function busiestHour(store: DemoStore): number {
  const hours = store.openAllNight ? NIGHT_HOURS : DAY_HOURS
  const total = hours.reduce((sum, share) => sum + share, 0)
  return (store.paymentsPerDay * Math.max(...WEEKDAY) * Math.max(...hours)) / total
}

/** Tells local hour, minute and weekday of a zone, from offsets looked up once per hour. */
export function createLocalTime(timeZone: string): (atMs: number) => { hour: number; minute: number; weekday: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  const offsets = new Map<number, number>()
  const offsetMs = (atMs: number): number => {
    const hour = Math.floor(atMs / 3_600_000)
    const known = offsets.get(hour)
    if (known !== undefined) return known
    const parts = Object.fromEntries(format.formatToParts(hour * 3_600_000).map((part) => [part.type, Number(part.value)]))
    const local = Date.UTC(parts.year ?? 0, (parts.month ?? 1) - 1, parts.day ?? 1, parts.hour ?? 0, parts.minute ?? 0)
    const offset = local - hour * 3_600_000
    offsets.set(hour, offset)
    return offset
  }
  return (atMs) => {
    const minutes = Math.floor((atMs + offsetMs(atMs)) / 60_000)
    return { hour: Math.floor(minutes / 60) % 24, minute: minutes % 60, weekday: (Math.floor(minutes / 1_440) + 4) % 7 }
  }
}
