import { type CalendarTable, EVERY_DAY } from './calendar-table.ts'
import { addDays, type CivilDay, weekdayOf, yearOf } from './civil-day.ts'

export interface ClosedDay {
  readonly day: CivilDay
  readonly calendar: string
  /** `weekend` or the key of a holiday's name. */
  readonly because: string
}

/** Where counting ended, and each day that was stepped over with the calendar that closed it. */
export type Counted =
  | { readonly ok: true; readonly day: CivilDay; readonly skipped: readonly ClosedDay[] }
  | { readonly ok: false; readonly problem: CalendarProblem }
export type CalendarProblem =
  | { readonly kind: 'unknown_calendar'; readonly calendar: string }
  | { readonly kind: 'year_not_published'; readonly calendar: string; readonly year: number }

export interface JointCalendar {
  /** The first day from `day` on when every calendar is open. */
  roll(day: CivilDay): Counted
  /** The n-th common working day after `day`; n = 0 rolls. */
  add(day: CivilDay, workingDays: number): Counted
}

type DayState =
  | { readonly open: true }
  | { readonly open: false; readonly closed: ClosedDay }
  | { readonly problem: CalendarProblem }

function dayIn(table: CalendarTable, day: CivilDay): DayState {
  const year = table.years[yearOf(day)]
  if (!year) return { problem: { kind: 'year_not_published', calendar: table.id, year: yearOf(day) } }
  const holiday = year.closed[day]
  if (holiday !== undefined) return { open: false, closed: { day, calendar: table.id, because: holiday } }
  if (year.open?.[day] !== undefined || !table.weekend.includes(weekdayOf(day))) return { open: true }
  return { open: false, closed: { day, calendar: table.id, because: 'weekend' } }
}

/** Open when all of them are open. A holiday names a closed day before a weekend does, so that the reason can be read. */
export function joinCalendars(ids: readonly string[], tables: readonly CalendarTable[]): JointCalendar {
  const chosen: CalendarTable[] = []
  let missing: CalendarProblem | undefined
  for (const id of [...new Set(ids)].sort()) {
    const table = tables.find((candidate) => candidate.id === id)
    if (table) chosen.push(table)
    else if (id !== EVERY_DAY) missing ??= { kind: 'unknown_calendar', calendar: id }
  }
  const known = new Map<CivilDay, DayState>()
  const stateOf = (day: CivilDay): DayState => {
    const before = known.get(day)
    if (before) return before
    const states = chosen.map((table) => dayIn(table, day))
    const closed = states.filter((state) => 'closed' in state)
    const state: DayState = states.find((one) => 'problem' in one) ??
      closed.find((one) => one.closed.because !== 'weekend') ??
      closed[0] ?? { open: true }
    known.set(day, state)
    return state
  }
  const add = (from: CivilDay, workingDays: number): Counted => {
    if (missing) return { ok: false, problem: missing }
    const skipped: ClosedDay[] = []
    let day = workingDays === 0 ? from : addDays(from, 1)
    for (let left = Math.max(workingDays, 1); ; day = addDays(day, 1)) {
      const state = stateOf(day)
      if ('problem' in state) return { ok: false, problem: state.problem }
      if (!state.open) skipped.push(state.closed)
      else if (--left === 0) return { ok: true, day, skipped }
    }
  }
  const rolled = new Map<CivilDay, Counted>()
  return {
    add,
    roll: (day) => {
      const counted = rolled.get(day) ?? add(day, 0)
      rolled.set(day, counted)
      return counted
    },
  }
}
