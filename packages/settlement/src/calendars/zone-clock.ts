import { type CivilDay, civilDay, dayNumber } from './civil-day.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** No zone changes its offset but at a quarter of an hour. */
const QUARTER_MS = 15 * MINUTE_MS

export interface ZoneClock {
  localDay(ms: number): CivilDay
  /** The first instant at which clocks there have reached this minute of this day: once only, on any night. */
  instantOf(day: CivilDay, minuteOfDay: number): number
}

/** One clock a zone: making one costs more than reading a hundred, and a chain has a contract for each of its merchant accounts. */
const opened = new Map<string, ZoneClock>()
/** Quarters of an hour that a clock remembers: three years of them. Times come out of files, so there may be any number. */
const MOST_QUARTERS = 100_000

/** Throws a RangeError for a zone nobody knows. */
export function openZoneClock(zone: string): ZoneClock {
  const known = opened.get(zone)
  if (known !== undefined) return known
  const clock = makeZoneClock(zone)
  opened.set(zone, clock)
  return clock
}

function makeZoneClock(zone: string): ZoneClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const offsets = new Map<number, number>()
  const offsetAt = (ms: number): number => {
    const quarter = Math.floor(ms / QUARTER_MS)
    const known = offsets.get(quarter)
    if (known !== undefined) return known
    const at = quarter * QUARTER_MS
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const local = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second)
    if (offsets.size >= MOST_QUARTERS) offsets.clear()
    offsets.set(quarter, local - at)
    return local - at
  }
  const localOf = (ms: number): number => ms + offsetAt(ms)
  return {
    localDay: (ms) => civilDay(Math.floor(localOf(ms) / DAY_MS)),
    instantOf: (day, minuteOfDay) => {
      const wanted = dayNumber(day) * DAY_MS + minuteOfDay * MINUTE_MS
      const [early, late] = [wanted - DAY_MS, wanted + DAY_MS].map((near) => wanted - offsetAt(near)).sort((a, b) => a - b)
      if (early === undefined || late === undefined || localOf(early) === wanted) return early ?? wanted
      if (localOf(late) === wanted) return late
      // Clocks jumped over it: the jump itself is the first instant not before it.
      let [before, after] = [early, late]
      while (after - before > MINUTE_MS) {
        const middle = before + Math.floor((after - before) / 2 / MINUTE_MS) * MINUTE_MS
        if (localOf(middle) < wanted) before = middle
        else after = middle
      }
      return after
    },
  }
}
