import { dayNumber, isCivilDay } from '../calendars/civil-day.ts'
import { openZoneClock, type ZoneClock } from '../calendars/zone-clock.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const SHAPE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?$/

/** Names that acquirers write for an offset, where summer time has a name of its own: they tell the two hours of that night apart. */
const HOURS: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  WEST: 1,
  BST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  EST: -5,
  EDT: -4,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  HKT: 8,
  SGT: 8,
  JST: 9,
  AEST: 10,
  AEDT: 11,
}

export interface TimeReader {
  /** Milliseconds of a time as a file writes it, or null where it is none. `zone` is the file's word, `home` what holds without. */
  read(text: string, zone: string | null, home: string): number | null
}

/** Of a zone: the instant when clocks there show this minute of this day, the first one where they show it twice. */
type Clock = (day: string, minute: number) => number

/** Clocks are opened once per zone, and each quarter of an hour is looked up once: files have millions of times. */
export function openTimeReader(): TimeReader {
  const clocks = new Map<string, Clock | null>()
  const days = new Map<string, boolean>()
  const clockOf = (zone: string): Clock | null => {
    let clock = clocks.get(zone)
    if (clock === undefined) {
      clock = openClock(zone)
      clocks.set(zone, clock)
    }
    return clock
  }
  const exists = (day: string): boolean => {
    let known = days.get(day)
    if (known === undefined) {
      known = isCivilDay(day)
      days.set(day, known)
    }
    return known
  }
  return {
    read(text, zone, home) {
      const match = SHAPE.exec(text)
      if (match === null) return null
      const [, day = '', hour = '0', minute = '0', second = '0', offset] = match
      if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60 || !exists(day)) return null
      const told = offset ?? zone
      const clock = (told === null ? null : clockOf(told)) ?? clockOf(home)
      return clock === null ? null : clock(day, Number(hour) * 60 + Number(minute)) + Number(second) * 1000
    },
  }
}

/** null for a name that is no zone. */
function openClock(name: string): Clock | null {
  const offset = offsetOf(name)
  const quarters = new Map<string, number>()
  const zone = offset === undefined ? openZone(name) : null
  if (offset === undefined && zone === null) return null
  return (day, minute) => {
    const quarter = minute - (minute % 15)
    const key = `${day} ${quarter}`
    let start = quarters.get(key)
    if (start === undefined) {
      start = zone === null ? dayNumber(day) * DAY_MS + quarter * MINUTE_MS - (offset ?? 0) : zone.instantOf(day, quarter)
      quarters.set(key, start)
    }
    return start + (minute - quarter) * MINUTE_MS
  }
}

function openZone(name: string): ZoneClock | null {
  try {
    return openZoneClock(name)
  } catch {
    return null
  }
}

/** Milliseconds ahead of UTC, for names and numbers that say it; undefined for a place. */
function offsetOf(zone: string): number | undefined {
  const named = HOURS[zone.toUpperCase()]
  if (named !== undefined) return named * HOUR_MS
  const match = /^(?:GMT|UTC)?([+-])(\d{1,2}):?(\d\d)?$/i.exec(zone)
  if (match === null) return undefined
  const size = Number(match[2]) * HOUR_MS + Number(match[3] ?? 0) * MINUTE_MS
  return match[1] === '-' ? -size : size
}
