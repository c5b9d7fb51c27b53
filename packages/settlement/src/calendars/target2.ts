import type { CalendarTable, CalendarYear } from './calendar-table.ts'

/** Good Friday and Easter Monday move; the other four closing days do not. */
const year = (number: number, goodFriday: string, easterMonday: string): CalendarYear => ({
  closed: {
    [`${number}-01-01`]: 'new_year',
    [`${number}-${goodFriday}`]: 'good_friday',
    [`${number}-${easterMonday}`]: 'easter_monday',
    [`${number}-05-01`]: 'labour_day',
    [`${number}-12-25`]: 'christmas_day',
    [`${number}-12-26`]: 'christmas_second_day',
  },
})

export const TARGET2: CalendarTable = {
  id: 'target2',
  version: '2026-11',
  source:
    'European Central Bank, "Long-term calendar for TARGET closing days", 14 December 2000, in force until further notice; Easter 20 April 2025, 5 April 2026, 28 March 2027',
  weekend: [6, 7],
  years: {
    2025: year(2025, '04-18', '04-21'),
    2026: year(2026, '04-03', '04-06'),
    2027: year(2027, '03-26', '03-29'),
  },
}
