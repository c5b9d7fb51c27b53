/** Zone and business-day cut-off of a store, from a local date on. */
export interface StoreHours {
  /** `2026-01-31`, a date of the store's own calendar. */
  readonly validFrom: string
  readonly timeZone: string
  /** Minutes after local midnight at which the business day changes. */
  readonly cutOffMinutes: number
}

export interface BusinessDay {
  readonly businessDate: string
  readonly timeZone: string
}

/** Tells the business day of an instant. Keeps one formatter per zone, so make it once and pass it on. */
export type BusinessCalendar = (hours: readonly StoreHours[], atMs: number) => BusinessDay

/** A store without hours keeps UTC days that change at midnight: a missing setting refuses no payment. */
const NO_HOURS: StoreHours = { validFrom: '0001-01-01', timeZone: 'UTC', cutOffMinutes: 0 }
/** Every zone's offset has changed on a quarter of an hour since 1972. */
const QUARTER_MS = 900_000
const DAY_MS = 86_400_000
const MOST_DAYS = 1_000
const MOST_QUARTERS = 2_000

export function createBusinessCalendar(): BusinessCalendar {
  const zones = new Map<string, (atMs: number) => number>()
  const dateOf = createDateWriter()
  const localMs = (timeZone: string, atMs: number): number => {
    let offsetMs = zones.get(timeZone)
    if (offsetMs === undefined) {
      offsetMs = createOffsetClock(timeZone)
      zones.set(timeZone, offsetMs)
    }
    return atMs + offsetMs(atMs)
  }
  return (hours, atMs) => {
    const known = hours.length === 0 ? [NO_HOURS] : hours
    // Newest first; the oldest also serves instants before it.
    for (const [index, entry] of known.entries()) {
      const date = dateOf(localMs(entry.timeZone, atMs) - entry.cutOffMinutes * 60_000)
      if (date >= entry.validFrom || index === known.length - 1) return { businessDate: date, timeZone: entry.timeZone }
    }
    throw new Error('unreachable: the last entry always serves')
  }
}

/** Sorts hours the way the calendar wants them: newest first. */
export function newestFirst(hours: readonly StoreHours[]): StoreHours[] {
  return [...hours].sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))
}

/** UTC offset of a zone in ms; unknown zones count as UTC. */
function createOffsetClock(timeZone: string): (atMs: number) => number {
  const format = zoneFormat(timeZone)
  // Stores of one zone that send a backlog are each in an hour of their own.
  const offsetsMs = new Map<number, number>()
  return (atMs) => {
    const quarter = Math.floor(atMs / QUARTER_MS)
    let offsetMs = offsetsMs.get(quarter)
    if (offsetMs === undefined) {
      offsetMs = readOffset(format, quarter * QUARTER_MS)
      if (offsetsMs.size >= MOST_QUARTERS) offsetsMs.clear()
      offsetsMs.set(quarter, offsetMs)
    }
    return offsetMs
  }
}

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  const options = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  } as const
  const shape = { ...options, era: 'short', hourCycle: 'h23', calendar: 'gregory', numberingSystem: 'latn' } as const
  try {
    return new Intl.DateTimeFormat('en-US', { ...shape, timeZone })
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...shape, timeZone: 'UTC' })
  }
}

function readOffset(format: Intl.DateTimeFormat, atMs: number): number {
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(atMs)) part[type] = Number(value)
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - atMs
}

/** Milliseconds → `2026-01-31`; most calls ask for the same few days. */
function createDateWriter(): (ms: number) => string {
  const written = new Map<number, string>()
  return (ms) => {
    const day = Math.floor(ms / DAY_MS)
    let date = written.get(day)
    if (date === undefined) {
      date = new Date(day * DAY_MS).toISOString().slice(0, 10)
      if (written.size >= MOST_DAYS) written.clear()
      written.set(day, date)
    }
    return date
  }
}
